package io.porty.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a listening address, for the admin pages and metrics.
 *
 * @param mode name of the mode
 * @param open connections now
 * @param limit maximum of open connections; further clients wait in the backlog
 * @param accepted connections so far
 * @param timesFull how often a connection was not admitted at once because of a limit
 * @param proxyErrors connections closed for a missing or malformed PROXY header; null where none is
 *     expected
 */
public record ListenerStatus(
    String place,
    String mode,
    int open,
    int limit,
    long accepted,
    long timesFull,
    @Nullable Long proxyErrors) {}
