package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;

/**
 * The parameters of a response edit for the client. One for each client connection, reset for each
 * request. On its event loop.
 */
public final class OutgoingResponse {

  private final ExchangeUrls urls = new ExchangeUrls();
  private Rewrite edits = Rewrite.none();
  private ConnectionHeader connection = ConnectionHeader.NONE;
  private byte[] keepAliveLine = Ascii.NONE;
  private byte[] hstsLine = Ascii.NONE;
  private Framing framing = Framing.NONE;
  private long length;

  /** Resets it before the next request is known. */
  public void clear() {
    edits = Rewrite.none();
    hstsLine = Ascii.NONE;
    urls.clear();
  }

  /** Sets the line of Strict-Transport-Security; empty for none. */
  public void hsts(byte[] line) {
    hstsLine = line;
  }

  byte[] hstsLine() {
    return hstsLine;
  }

  /** Sets the router's edits. */
  public void edit(Rewrite changes) {
    edits = changes;
  }

  /** The URLs of the exchange, set by its request. */
  public ExchangeUrls urls() {
    return urls;
  }

  /**
   * @param keepAlive the Keep-Alive line with the idle timeout; empty for none
   */
  public OutgoingResponse connection(ConnectionHeader told, byte[] keepAlive) {
    connection = told;
    keepAliveLine = keepAlive;
    return this;
  }

  /**
   * @param by outgoing framing
   * @param declared declared length, -1 if none; also written if there is no body (HEAD, 304)
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
