package io.porty.net.buffer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The free buffers of one size of an event loop, as a stack. On that event loop. */
final class FreeBuffers {

  /** Enough for the requests of one iteration of the event loop. */
  private static final int MAX_KEPT_BYTES = 128 * 1024;

  private static final int FIRST_SLOTS = 4;

  private final int bytes;
  private final int max;
  private @Nullable LoopBuffer[] stack = new @Nullable LoopBuffer[FIRST_SLOTS];
  private int count;

  /** The fewest since the last trim: so many were not needed. */
  private int unused;

  private boolean ended;

  /**
   * @param bytes the size of each
   */
  FreeBuffers(int bytes) {
    this.bytes = bytes;
    this.max = MAX_KEPT_BYTES / bytes;
  }

  int bytes() {
    return bytes;
  }

  @Nullable LoopBuffer pop() {
    if (count == 0) {
      return null;
    }
    LoopBuffer last = stack[--count];
    stack[count] = null;
    if (count < unused) {
      unused = count;
    }
    return last;
  }

  /** False if enough are kept, or if the buffer is not of this size any more. */
  boolean push(LoopBuffer buffer) {
    if (count == max || ended || buffer.room() != bytes) {
      return false;
    }
    if (count == stack.length) {
      stack = Arrays.copyOf(stack, 2 * count);
    }
    stack[count++] = buffer;
    return true;
  }

  /** Frees those that no call of {@link #pop} has reached since the last trim. */
  void trim() {
    int from = unused;
    for (int i = 0; i < from; i++) {
      freeAt(i);
    }
    System.arraycopy(stack, from, stack, 0, count - from);
    Arrays.fill(stack, count - from, count, null);
    count -= from;
    unused = count;
  }

  /** Frees all, and keeps none any more. */
  void free() {
    ended = true;
    unused = count;
    trim();
  }

  private void freeAt(int index) {
    LoopBuffer buffer = stack[index];
    if (buffer != null) {
      buffer.free();
    }
  }
}
