package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one request head becomes another by, for the backend that was chosen. One for
 * each client connection, filled anew for each request; on its loop.
 */
public final class OutgoingRequest {

  private final ForwardedFields forwarded;
  private final RequestTrace trace;
  private HopFields hop = new HopFields(ForwardedFields.Style.NONE, Ascii.NONE);
  private boolean trusted;
  private byte @Nullable [] host;
  private byte @Nullable [] upgrade;
  private Framing framing = Framing.NONE;
  private long length;
  private Rewrite edits = Rewrite.none();

  /**
   * @param forwarded of the client's connection
   * @param trace of its exchanges
   */
  public OutgoingRequest(ForwardedFields forwarded, RequestTrace trace) {
    this.forwarded = forwarded;
    this.trace = trace;
  }

  /**
   * For a client of this route.
   *
   * @param isTrusted whether its forwarding fields are believed
   */
  public OutgoingRequest from(HopFields fields, boolean isTrusted) {
    hop = fields;
    trusted = isTrusted;
    return this;
  }

  /**
   * @param field the value of Host for the backend; null keeps the client's
   * @param changes what the router changes
   */
  public OutgoingRequest to(byte @Nullable [] field, Rewrite changes) {
    host = field;
    edits = changes;
    return this;
  }

  /**
   * @param by how the body goes out
   * @param declared the length of the body if it is declared (also 0), else -1
   */
  public OutgoingRequest body(Framing by, long declared) {
    framing = by;
    length = declared;
    return this;
  }

  /**
   * @param protocols what the backend may switch to; null for nothing
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

  HopFields hop() {
    return hop;
  }

  boolean isTrusted() {
    return trusted;
  }

  /** Null where the backend gets the client's Host. */
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
