package io.porty.mode.http.h2;

/** States of a client's HTTP/2 connection. */
enum H2ServerState {
  OPEN,
  /** The last GOAWAY is sent; received bytes are discarded. */
  LINGERING,
  CLOSED
}
