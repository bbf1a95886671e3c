/**
 * Recent, failed and slow requests and connections, for the admin endpoint. Fed by the access log's
 * thread.
 */
@NullMarked
package io.porty.engine.observe.recent;

import org.jspecify.annotations.NullMarked;
