package io.porty.mode.http.h2;

import org.jspecify.annotations.Nullable;

/**
 * The configuration that a connection's streams are served by: one that was replaced stays until
 * the last of its streams has ended. On the event loop.
 */
final class Generation {

  private final H2LoopState loop;
  private int streams;
  private @Nullable Runnable release;

  Generation(H2LoopState loop) {
    this.loop = loop;
  }

  H2LoopState loop() {
    return loop;
  }

  void begun() {
    streams++;
  }

  /** A stream has ended. */
  void ended() {
    streams--;
    releaseIfOver();
  }

  boolean isIdle() {
    return streams == 0;
  }

  /** Another one is in its place; runs the task when no stream is left. */
  void replaced(Runnable whenOver) {
    release = whenOver;
    releaseIfOver();
  }

  private void releaseIfOver() {
    Runnable task = release;
    if (task != null && streams == 0) {
      release = null;
      task.run();
    }
  }
}
