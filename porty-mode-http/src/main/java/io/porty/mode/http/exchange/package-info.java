/**
 * One request from its head to its record: routed, sent to a backend, answered. Sees no wire and no
 * channel, only the two streams of {@code stream}.
 */
@NullMarked
package io.porty.mode.http.exchange;

import org.jspecify.annotations.NullMarked;
