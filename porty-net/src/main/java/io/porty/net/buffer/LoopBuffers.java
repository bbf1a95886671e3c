package io.porty.net.buffer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The small direct buffers of one event loop, a stack of free ones for each size. The last one
 * released is the next one lent, because the processor has it in its cache. On that event loop
 * unless noted.
 */
final class LoopBuffers {

  /** Larger buffers take so long to fill that the pool's time does not matter. */
  static final int MAX_BYTES = 8192;

  /** Of the smallest size, 512 bytes; each further size is twice as large. */
  private static final int MIN_SHIFT = 9;

  private static final int SIZES = 5;

  /** As Netty's pool does it. */
  private static final int LENDS_BETWEEN_TRIMS = 8192;

  /** Where new buffers come from. */
  interface Memory {

    LoopBuffer allocate(LoopBuffers home, FreeBuffers size);
  }

  private final Memory memory;
  private final Thread owner;
  private final FreeBuffers[] sizes = new FreeBuffers[SIZES];
  private int lendsUntilTrim = LENDS_BETWEEN_TRIMS;

  /**
   * @param maxBytes that all together may have
   */
  LoopBuffers(Memory memory, Thread owner, long maxBytes) {
    this.memory = memory;
    this.owner = owner;
    for (int i = 0; i < SIZES; i++) {
      sizes[i] = new FreeBuffers(1 << (MIN_SHIFT + i), maxBytes / SIZES);
    }
  }

  /**
   * Lends a buffer.
   *
   * @param capacity of the buffer, at most {@link #MAX_BYTES}
   * @param max maximum capacity, to which it may grow
   * @return null if as many of this size are lent as may exist
   */
  @Nullable ByteBuf lend(int capacity, int max) {
    if (--lendsUntilTrim == 0) {
      trim();
    }
    FreeBuffers size = sizes[index(capacity)];
    LoopBuffer buffer = size.pop();
    if (buffer == null) {
      buffer = create(size);
    }
    return buffer == null ? null : buffer.lend(capacity, max);
  }

  /** Null if enough exist, or if memory is short: the pool may have some. */
  private @Nullable LoopBuffer create(FreeBuffers size) {
    if (!size.mayGrow()) {
      return null;
    }
    boolean created = false;
    try {
      LoopBuffer buffer = memory.allocate(this, size);
      created = true;
      return buffer;
    } catch (OutOfMemoryError e) {
      return null;
    } finally {
      if (!created) {
        size.gone();
      }
    }
  }

  private static int index(int capacity) {
    return capacity <= (1 << MIN_SHIFT)
        ? 0
        : Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1) - MIN_SHIFT;
  }

  /**
   * Takes a released buffer back. On any thread.
   *
   * @return false if it is to be freed: it is released on another thread, or has grown
   */
  boolean takeBack(LoopBuffer buffer, FreeBuffers size) {
    if (Thread.currentThread() != owner) {
      size.goneOnAnotherThread();
      return false;
    }
    if (buffer.room() != size.bytes()) {
      size.gone();
      return false;
    }
    return size.push(buffer);
  }

  /** Frees those that were not needed since the last call. */
  void trim() {
    lendsUntilTrim = LENDS_BETWEEN_TRIMS;
    for (FreeBuffers size : sizes) {
      size.trim();
    }
  }

  /** Frees all: the thread ends. */
  void close() {
    for (FreeBuffers size : sizes) {
      size.close();
    }
  }
}
