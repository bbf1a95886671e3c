/** Connections to backends: lent, watched, handed back; one pool for each route and event loop. */
@NullMarked
package io.porty.mode.http.pool;

import org.jspecify.annotations.NullMarked;
