package io.porty.mode.http.edit;

import io.porty.api.PeerCertificate;
import io.porty.api.TlsSession;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request edit for the chosen backend. One for each client connection, reset
 * for each request. On its event loop.
 */
public final class OutgoingRequest {

  private final ForwardedFields forwarded;
  private final RequestTrace trace;
  private final @Nullable ClientCertFields clientCert;
  private HopFields hop =
      new HopFields(ForwardedFields.Style.NONE, Ascii.NONE, Ascii.NONE, Set.of());
  private boolean trusted;
  private boolean http2;
  private byte @Nullable [] host;
  private byte @Nullable [] upgrade;
  private Framing framing = Framing.NONE;
  private long length;
  private Rewrite edits = Rewrite.none();

  /**
   * @param forwarded of the client connection
   * @param trace of its exchanges
   * @param tls of the client connection; null without TLS
   */
  public OutgoingRequest(ForwardedFields forwarded, RequestTrace trace, @Nullable TlsSession tls) {
    this.forwarded = forwarded;
    this.trace = trace;
    PeerCertificate peer = tls == null ? null : tls.peer();
    this.clientCert = peer == null ? null : new ClientCertFields(peer);
  }

  /**
   * Starts a request of a client.
   *
   * @param isTrusted whether its forwarding fields are trusted
   */
  public OutgoingRequest from(HopFields fields, boolean isTrusted) {
    hop = fields;
    trusted = isTrusted;
    return this;
  }

  /** The request came by HTTP/2. */
  public OutgoingRequest overHttp2() {
    http2 = true;
    return this;
  }

  /** The line for loop detection. */
  byte[] loopLine() {
    return http2 ? hop.loopLineOfHttp2() : hop.loopLine();
  }

  /**
   * @param field the Host value for the backend; null keeps the client's
   * @param changes the router's edits
   */
  public OutgoingRequest to(byte @Nullable [] field, Rewrite changes) {
    host = field;
    edits = changes;
    return this;
  }

  /**
   * @param by outgoing framing
   * @param declared declared length of the body (also 0), -1 if it is not declared
   */
  public OutgoingRequest body(Framing by, long declared) {
    framing = by;
    length = declared;
    return this;
  }

  /**
   * @param protocols the protocols that the backend may switch to; null for none
   */
  public OutgoingRequest upgrade(byte @Nullable [] protocols) {
    upgrade = protocols;
    return this;
  }

  ForwardedFields forwarded() {
    return forwarded;
  }

  RequestTrace trace() {
    return trace;
  }

  /** Null if the client showed no certificate. */
  @Nullable ClientCertFields clientCert() {
    return clientCert;
  }

  HopFields hop() {
    return hop;
  }

  boolean isTrusted() {
    return trusted;
  }

  /** Null if the backend gets the client's Host. */
  byte @Nullable [] host() {
    return host;
  }

  Framing framing() {
    return framing;
  }

  long length() {
    return length;
  }

  byte @Nullable [] upgrade() {
    return upgrade;
  }

  Rewrite edits() {
    return edits;
  }
}
