/**
 * The exchange: one request from its head to its access log record, routed, sent to a backend and
 * answered. Depends on the two stream interfaces of {@code stream}, not on a protocol or a channel.
 */
@NullMarked
package io.porty.mode.http.exchange;

import org.jspecify.annotations.NullMarked;
