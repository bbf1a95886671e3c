package io.porty.net.buffer;

import io.netty.buffer.ByteBuf;

/**
 * The small direct buffers that one event loop keeps for reuse, a stack for each size. The last one
 * released is the next one lent, because the processor has it in its cache. On that event loop.
 */
final class LoopBuffers {

  /** Larger buffers take so long to fill that the pool's time does not matter. */
  static final int MAX_BYTES = 8192;

  /** Of the smallest size, 512 bytes; each further size is twice as large. */
  private static final int MIN_SHIFT = 9;

  private static final int SIZES = 5;

  /** As Netty's pool does it. */
  private static final int LENDS_BETWEEN_TRIMS = 8192;

  private final LoopAllocator allocator;
  private final Thread owner;
  private final FreeBuffers[] free = new FreeBuffers[SIZES];
  private int lendsUntilTrim = LENDS_BETWEEN_TRIMS;

  LoopBuffers(LoopAllocator allocator, Thread owner) {
    this.allocator = allocator;
    this.owner = owner;
    for (int i = 0; i < SIZES; i++) {
      free[i] = new FreeBuffers(1 << (MIN_SHIFT + i));
    }
  }

  /**
   * @param capacity of the buffer, at most {@link #MAX_BYTES}
   * @param max maximum capacity, to which it may grow
   */
  ByteBuf lend(int capacity, int max) {
    if (--lendsUntilTrim == 0) {
      trim();
    }
    FreeBuffers size = free[index(capacity)];
    LoopBuffer buffer = size.pop();
    if (buffer == null) {
      buffer = new LoopBuffer(allocator, this, size.bytes());
    }
    return buffer.lend(capacity, max);
  }

  private static int index(int capacity) {
    return capacity <= (1 << MIN_SHIFT)
        ? 0
        : Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1) - MIN_SHIFT;
  }

  /**
   * Keeps a released buffer.
   *
   * @param room its size
   * @return false if it is to be freed: it is released on another thread, has grown, or enough are
   *     kept
   */
  boolean keep(LoopBuffer buffer, int room) {
    return Thread.currentThread() == owner && room <= MAX_BYTES && free[index(room)].push(buffer);
  }

  /** Frees those that were not needed since the last call. */
  void trim() {
    lendsUntilTrim = LENDS_BETWEEN_TRIMS;
    for (FreeBuffers size : free) {
      size.trim();
    }
  }

  /** Frees all: the thread ends. */
  void free() {
    for (FreeBuffers size : free) {
      size.free();
    }
  }
}
