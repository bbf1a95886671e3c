/**
 * The state of a listening address and its event loops before a request is known: client
 * connections, their clock, and the eviction of idle ones.
 */
@NullMarked
package io.porty.mode.http.listener;

import org.jspecify.annotations.NullMarked;
