/**
 * Connections to backends: leased, watched, released; one pool for each route and event loop. Knows
 * connections by {@link io.porty.mode.http.pool.PooledConnection} only, whatever their wire.
 */
@NullMarked
package io.porty.mode.http.pool;

import org.jspecify.annotations.NullMarked;
