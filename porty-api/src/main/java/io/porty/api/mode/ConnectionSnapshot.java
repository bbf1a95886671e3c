package io.porty.api.mode;

/**
 * What a client's connection is at, for people who look into a running Porty.
 *
 * @param state in a word: {@code idle}, {@code relaying}
 * @param at where its traffic goes now, or what is being asked for; may be empty
 * @param exchanges finished so far
 * @param bytesFromClient so far
 * @param bytesToClient so far
 * @since 0.1
 */
public record ConnectionSnapshot(
    String state, String at, long exchanges, long bytesFromClient, long bytesToClient) {}
