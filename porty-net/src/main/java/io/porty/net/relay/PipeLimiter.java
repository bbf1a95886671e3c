package io.porty.net.relay;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many pipes all relays may hold. Each costs two descriptors and, while full, 64 KiB in the
 * kernel; beyond the bound directions are copied, which always works.
 */
final class PipeLimiter {

  private static final int MAX_PIPES = 256;

  private final AtomicInteger open = new AtomicInteger();

  boolean take() {
    if (open.incrementAndGet() <= MAX_PIPES) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void giveBack() {
    open.decrementAndGet();
  }
}
