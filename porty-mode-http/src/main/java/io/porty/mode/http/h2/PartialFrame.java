package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a frame whose rest has yet to come. Owns the buffer that it is kept in. On the
 * event loop.
 */
final class PartialFrame {

  /** A buffer with this many times the bytes is not kept for them. */
  private static final int MAX_SPARE = 4;

  private final ByteBufAllocator allocator;
  private @Nullable ByteBuf kept;

  PartialFrame(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Returns the data behind what is kept; takes the data over, and the caller owns the result. */
  ByteBuf join(ByteBuf data) {
    ByteBuf before = kept;
    if (before == null) {
      return data;
    }
    kept = null;
    try {
      return allocator
          .directBuffer(before.readableBytes() + data.readableBytes())
          .writeBytes(before)
          .writeBytes(data);
    } finally {
      before.release();
      data.release();
    }
  }

  /** What is kept, which the caller owns then; null if nothing is. */
  @Nullable ByteBuf take() {
    ByteBuf rest = kept;
    kept = null;
    return rest;
  }

  /** Keeps what is left of a buffer, which it takes over. */
  void keep(ByteBuf in) {
    int bytes = in.readableBytes();
    if (bytes == 0) {
      in.release();
    } else if (in.capacity() > MAX_SPARE * bytes) {
      try {
        kept = allocator.directBuffer(bytes).writeBytes(in);
      } finally {
        in.release();
      }
    } else {
      kept = in;
    }
  }

  void drop() {
    ByteBuf rest = take();
    if (rest != null) {
      rest.release();
    }
  }
}
