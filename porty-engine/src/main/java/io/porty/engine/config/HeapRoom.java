package io.porty.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * Room in the heap while a large configuration is read. Porty's heap has little free space, and
 * grows by little: what 10,000 certificates occupy would take 20 full collections to grow to. For a
 * large configuration it may grow by two thirds at a time until it is read. For a single thread.
 */
final class HeapRoom implements AutoCloseable {

  /** In characters, of all files: a thousand routes, or two thousand certificates. */
  private static final int LARGE = 128 * 1024;

  private static final int MANY_CERTIFICATES = 2000;

  private long characters;
  private boolean raised;
  private @Nullable HeapRatios before;

  /** A text of so many characters is about to be read. */
  void text(int length) {
    characters += length;
    if (characters >= LARGE) {
      raise();
    }
  }

  /** So many certificates are about to be read, which one line may have named. */
  void certificates(int count) {
    if (count >= MANY_CERTIFICATES) {
      raise();
    }
  }

  private void raise() {
    if (!raised) {
      raised = true;
      before = HeapRatios.raise();
    }
  }

  /** From now on the heap is as before; what it has grown to is given back as it is not needed. */
  @Override
  public void close() {
    if (before != null) {
      before.restore();
      before = null;
    }
  }
}
