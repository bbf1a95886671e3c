package io.porty.api;

/**
 * When the phases of a connection's TLS were reached, in nanoseconds since the connection was
 * accepted.
 *
 * @param helloNanos the client's hello was complete
 * @param securedNanos the handshake was
 * @since 0.2
 */
public record TlsTiming(long helloNanos, long securedNanos) {}
