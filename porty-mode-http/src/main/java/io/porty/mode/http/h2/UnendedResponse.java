package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.stream.UpstreamStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a backend's response that would make it complete for the client, until the backend
 * ends the stream: the head of a response without content, or the last of the content. Owns it. On
 * the event loop.
 */
final class UnendedResponse {

  private byte[] head = Ascii.NONE;
  private NeverIndexed never = NeverIndexed.NONE;
  private @Nullable ByteBuf content;

  /** Keeps a copy of a head in HTTP/1 form. */
  void head(byte[] bytes, int length, NeverIndexed neverIndexed) {
    head = Arrays.copyOf(bytes, length);
    never = neverIndexed;
  }

  byte[] head() {
    return head;
  }

  /** The fields of the head that no hop may index. */
  NeverIndexed neverIndexed() {
    return never;
  }

  /** Keeps a copy of {@code length} bytes from the buffer's reader index. */
  void content(ByteBuf in, int length, ByteBufAllocator allocator) {
    content = allocator.directBuffer(length).writeBytes(in, length);
  }

  /** Passes content on, if there is some. */
  void pass(UpstreamStream.Handler to) {
    ByteBuf kept = content;
    if (kept != null) {
      content = null;
      try {
        to.responseData(kept, kept.readableBytes());
      } finally {
        kept.release();
      }
    }
  }

  void drop() {
    head = Ascii.NONE;
    ByteBuf kept = content;
    if (kept != null) {
      content = null;
      kept.release();
    }
  }
}
