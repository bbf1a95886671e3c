package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Bytes of a response that wait for a window or a turn. Owns its buffers. On the event loop. */
final class SendQueue {

  /** Shorter pieces are copied, so that they do not keep the buffer of a whole read. */
  private static final int COPY_BELOW = 4096;

  private @Nullable ArrayDeque<ByteBuf> buffers;
  private @Nullable ByteBuf copies;
  private int bytes;

  int bytes() {
    return bytes;
  }

  /** Adds {@code length} bytes from the reader index of {@code in}, which stays with the caller. */
  void add(ByteBuf in, int length, ByteBufAllocator allocator) {
    ArrayDeque<ByteBuf> all = buffers;
    if (all == null) {
      all = new ArrayDeque<>(4);
      buffers = all;
    }
    bytes += length;
    if (length >= COPY_BELOW) {
      copies = null;
      all.add(in.readRetainedSlice(length));
      return;
    }
    ByteBuf to = copies;
    if (to == null || to.writableBytes() < length) {
      to = allocator.directBuffer(COPY_BELOW, COPY_BELOW);
      copies = to;
      all.add(to);
    }
    to.writeBytes(in, length);
  }

  /** The first buffer, of at least one byte; the queue is not empty. Ownership stays here. */
  ByteBuf first() {
    return buffers().element();
  }

  /** Bytes of the first buffer were taken. */
  void taken(int length) {
    bytes -= length;
    ByteBuf at = first();
    if (!at.isReadable()) {
      drop(buffers().remove());
    }
  }

  @SuppressWarnings("ReferenceEquality") // the buffer that further copies go to
  private void drop(ByteBuf done) {
    if (done == copies) {
      copies = null;
    }
    done.release();
  }

  void clear() {
    bytes = 0;
    ArrayDeque<ByteBuf> all = buffers;
    while (all != null && !all.isEmpty()) {
      drop(all.remove());
    }
  }

  private ArrayDeque<ByteBuf> buffers() {
    ArrayDeque<ByteBuf> all = buffers;
    if (all == null) {
      throw new IllegalStateException("empty");
    }
    return all;
  }
}
