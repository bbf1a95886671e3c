package io.porty.mode.http.h1;

/** What a client's HTTP/1 connection is at. */
enum H1ServerState {
  /** Between requests. */
  IDLE,
  /** A head has begun. */
  HEAD,
  EXCHANGE,
  /** The last answer is sent; what still comes is discarded. */
  LINGERING,
  CLOSED,
  /** The channel belongs to a relay, or to another configuration's connection. */
  DETACHED
}
