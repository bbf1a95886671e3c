package io.porty.engine.runtime;

/**
 * A listening address, for people who look.
 *
 * @param mode by name
 * @param open connections now
 * @param limit of those; at it further clients wait in the backlog
 * @param accepted connections so far
 * @param timesFull how often a client found it full and had to wait
 */
public record ListenerStatus(
    String place, String mode, int open, int limit, long accepted, long timesFull) {}
