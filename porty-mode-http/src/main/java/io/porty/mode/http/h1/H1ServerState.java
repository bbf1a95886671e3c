package io.porty.mode.http.h1;

/** States of a client's HTTP/1 connection. */
enum H1ServerState {
  /** Between requests. */
  IDLE,
  /** A head has begun. */
  HEAD,
  EXCHANGE,
  /** The last response is sent; received bytes are discarded. */
  LINGERING,
  CLOSED,
  /** The channel belongs to a relay, or to the connection of another configuration. */
  DETACHED
}
