package io.porty.net.buffer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The free buffers of one size of an event loop, as a stack. So many exist at most that all can be
 * kept when they are released. On that event loop unless noted.
 */
final class FreeBuffers {

  /** As many as Netty's pool caches of a size for a thread. */
  private static final int MAX_COUNT = 256;

  /** Enough for the reads of an iteration of a busy event loop: 128 of the largest size. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int FIRST_SLOTS = 4;

  private final int bytes;
  private final int max;
  private final AtomicInteger goneElsewhere = new AtomicInteger();
  private @Nullable LoopBuffer[] stack = new @Nullable LoopBuffer[FIRST_SLOTS];
  private int count;

  /** Free and lent. */
  private int existing;

  /** The fewest free ones since the last trim: so many were not needed. */
  private int unused;

  private boolean ended;

  /**
   * @param bytes the size of each
   * @param maxBytes of all
   */
  FreeBuffers(int bytes, long maxBytes) {
    this.bytes = bytes;
    this.max = Math.min(MAX_COUNT, (int) Math.min(MAX_BYTES, maxBytes) / bytes);
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

  /** Whether another buffer may be made; it is counted. */
  boolean mayGrow() {
    if (existing == max) {
      existing -= goneElsewhere.getAndSet(0);
    }
    if (existing == max) {
      return false;
    }
    existing++;
    return true;
  }

  /** A buffer is freed instead of released to the stack. */
  void gone() {
    existing--;
  }

  /** The same, on any thread; settled when no more may be made. */
  void goneOnAnotherThread() {
    goneElsewhere.incrementAndGet();
  }

  /** False if none is kept any more. */
  boolean push(LoopBuffer buffer) {
    if (ended) {
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
    existing -= from;
    unused = count;
  }

  /** Frees all, and keeps none any more. */
  void close() {
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
