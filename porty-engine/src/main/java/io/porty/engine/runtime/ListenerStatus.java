package io.porty.engine.runtime;

/**
 * A snapshot of a listening address, for the admin pages and metrics.
 *
 * @param mode name of the mode
 * @param open connections now
 * @param limit maximum of open connections; further clients wait in the backlog
 * @param accepted connections so far
 * @param timesFull how often a connection was not admitted at once because of a limit
 */
public record ListenerStatus(
    String place, String mode, int open, int limit, long accepted, long timesFull) {}
