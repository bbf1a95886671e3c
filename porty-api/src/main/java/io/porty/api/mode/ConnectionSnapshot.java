package io.porty.api.mode;

/**
 * The state of a client connection, for the admin endpoint. Immutable.
 *
 * @param state such as {@code idle} or {@code relaying}
 * @param target the target of its traffic, or the current request; may be empty
 * @param requests number of finished requests
 * @param bytesFromClient bytes received from the client
 * @param bytesToClient bytes sent to the client
 * @param protocol what it speaks, by its name in ALPN, such as {@code h2}; may be empty
 * @param streams open streams of a protocol with several on a connection; 0 for others
 * @since 0.1
 */
public record ConnectionSnapshot(
    String state,
    String target,
    long requests,
    long bytesFromClient,
    long bytesToClient,
    String protocol,
    int streams) {

  /**
   * Creates a snapshot without protocol and streams.
   *
   * @param state such as {@code idle} or {@code relaying}
   * @param target the target of its traffic, or the current request; may be empty
   * @param requests number of finished requests
   * @param bytesFromClient bytes received from the client
   * @param bytesToClient bytes sent to the client
   */
  public ConnectionSnapshot(
      String state, String target, long requests, long bytesFromClient, long bytesToClient) {
    this(state, target, requests, bytesFromClient, bytesToClient, "", 0);
  }

  /**
   * {@return the same with what the connection speaks}
   *
   * @param spoken by its name in ALPN
   * @param open streams; 0 for a protocol that has one at a time
   * @since 0.2
   */
  public ConnectionSnapshot speaking(String spoken, int open) {
    return new ConnectionSnapshot(
        state, target, requests, bytesFromClient, bytesToClient, spoken, open);
  }
}
