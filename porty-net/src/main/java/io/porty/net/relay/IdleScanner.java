package io.porty.net.relay;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The joints of one event loop that are looked at every so often, in the order in which their turns
 * come. They all wait equally long, so a new one is the last, one timer serves them all, and a
 * joint that ends leaves nothing behind.
 */
final class IdleScanner {

  private final EventLoop loop;
  private final long intervalNanos;
  private @Nullable RelayPair first;
  private @Nullable RelayPair last;
  private boolean scheduled;

  IdleScanner(EventLoop loop, long intervalNanos) {
    this.loop = loop;
    this.intervalNanos = intervalNanos;
  }

  void add(RelayPair joint) {
    joint.turnNanos = System.nanoTime() + intervalNanos;
    joint.before = last;
    joint.behind = null;
    if (last == null) {
      first = joint;
    } else {
      last.behind = joint;
    }
    last = joint;
    schedule();
  }

  void remove(RelayPair joint) {
    if (joint.before == null) {
      first = joint.behind;
    } else {
      joint.before.behind = joint.behind;
    }
    if (joint.behind == null) {
      last = joint.before;
    } else {
      joint.behind.before = joint.before;
    }
    joint.before = null;
    joint.behind = null;
  }

  private void schedule() {
    RelayPair next = first;
    if (!scheduled && next != null) {
      scheduled = true;
      loop.schedule(
          this::look, Math.max(0, next.turnNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /** One that fails holds up none of those behind it. */
  private void takeTurn(RelayPair joint) {
    try {
      if (!joint.leavesRound()) {
        add(joint);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      joint.failedInTurn(e);
    }
  }

  private void look() {
    scheduled = false;
    long now = System.nanoTime();
    RelayPair joint = first;
    while (joint != null && joint.turnNanos - now <= 0) {
      remove(joint);
      takeTurn(joint);
      joint = first;
    }
    schedule();
  }
}
