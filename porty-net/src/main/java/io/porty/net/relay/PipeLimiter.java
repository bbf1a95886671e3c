package io.porty.net.relay;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the pipes of all relays. Each costs two descriptors and, while full, 64 KiB of kernel
 * memory. Beyond the limit bytes are copied instead of spliced. Thread-safe.
 */
final class PipeLimiter {

  private static final int MAX_PIPES = 256;

  private final AtomicInteger open = new AtomicInteger();

  boolean tryAcquire() {
    if (open.incrementAndGet() <= MAX_PIPES) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void release() {
    open.decrementAndGet();
  }
}
