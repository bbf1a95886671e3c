package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;

/**
 * Everything that one response head becomes another by, for the client. One for each client
 * connection, filled anew for each request; on its loop.
 */
public final class OutgoingResponse {

  private final ExchangeUrls urls = new ExchangeUrls();
  private Rewrite edits = Rewrite.none();
  private ConnectionHeader connection = ConnectionHeader.NONE;
  private byte[] keepAliveLine = Ascii.NONE;
  private Framing framing = Framing.NONE;
  private long length;

  /** For a request that nothing is known of. */
  public void clear() {
    edits = Rewrite.none();
    urls.clear();
  }

  /** What the router changes. */
  public void edit(Rewrite changes) {
    edits = changes;
  }

  /** The URLs of the exchange, which the request has begun. */
  public ExchangeUrls urls() {
    return urls;
  }

  /**
   * @param keepAlive the line by which a client learns how long the connection stays; empty for
   *     none
   */
  public OutgoingResponse connection(ConnectionHeader told, byte[] keepAlive) {
    connection = told;
    keepAliveLine = keepAlive;
    return this;
  }

  /**
   * @param by what the body has to the client
   * @param declared the length, -1 if none; also written where it describes no body (HEAD, 304)
   */
  public OutgoingResponse body(Framing by, long declared) {
    framing = by;
    length = declared;
    return this;
  }

  Rewrite.Result edits() {
    return edits.response();
  }

  ConnectionHeader connection() {
    return connection;
  }

  byte[] keepAliveLine() {
    return keepAliveLine;
  }

  Framing framing() {
    return framing;
  }

  long length() {
    return length;
  }
}
