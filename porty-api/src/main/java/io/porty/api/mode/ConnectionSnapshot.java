package io.porty.api.mode;

/**
 * The state of a client connection, for the admin endpoint. Immutable.
 *
 * @param state such as {@code idle} or {@code relaying}
 * @param target the target of its traffic, or the current request; may be empty
 * @param requests number of finished requests
 * @param bytesFromClient bytes received from the client
 * @param bytesToClient bytes sent to the client
 * @since 0.1
 */
public record ConnectionSnapshot(
    String state, String target, long requests, long bytesFromClient, long bytesToClient) {}
