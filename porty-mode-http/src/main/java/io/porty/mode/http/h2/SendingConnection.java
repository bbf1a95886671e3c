package io.porty.mode.http.h2;

import io.porty.mode.http.hpack.HpackEncoder;

/** What the sending half of a stream needs of its connection. On the event loop. */
interface SendingConnection {

  Sender sender();

  /** The loop's encoder with a new block. */
  HpackEncoder beginBlock();

  /** The block that was begun last. */
  HpackEncoder encoder();

  /** The current tick of the connection's clock. */
  int now();
}
