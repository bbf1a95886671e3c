package io.porty.mode.http.h2;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections whose frames are flushed at the end of this iteration of an event loop: one task for
 * all of them. On that loop.
 */
final class FlushRound implements Runnable {

  private final List<Sender> waiting = new ArrayList<>();

  /** Adds a sender that is not in the round yet. */
  void add(Sender sender, EventLoop loop) {
    if (waiting.isEmpty()) {
      loop.execute(this);
    }
    waiting.add(sender);
  }

  /** Flushes, also what is added meanwhile. */
  @Override
  public void run() {
    for (int i = 0; i < waiting.size(); i++) {
      Sender sender = waiting.get(i);
      try {
        sender.flushScheduled();
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        sender.failed(e);
      }
    }
    waiting.clear();
  }
}
