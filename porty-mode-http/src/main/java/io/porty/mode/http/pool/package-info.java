/**
 * Pools of backend connections, one for each route and event loop. Depends on connections only by
 * {@link io.porty.mode.http.pool.PooledConnection}, and by {@link
 * io.porty.mode.http.pool.SharedConnection} where requests share one; independent of their
 * protocol.
 */
@NullMarked
package io.porty.mode.http.pool;

import org.jspecify.annotations.NullMarked;
