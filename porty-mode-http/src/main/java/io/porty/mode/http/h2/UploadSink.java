package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;

/**
 * Where the content of a stream's DATA frames goes: an exchange, or a tunnel. On the event loop.
 */
interface UploadSink {

  /** Whether content is taken now. */
  boolean takes();

  /** Whether the end is taken now, which no window holds up. */
  boolean takesEnd();

  /** {@code length} bytes at the buffer's reader index; consumes all of them. */
  void data(ByteBuf in, int length);

  /**
   * The client has ended the stream.
   *
   * @param trailers in HTTP/1 form with their empty line
   * @param length of them; 0 for none
   * @return false if they are malformed
   */
  boolean ended(byte[] trailers, int length);
}
