package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;

/** Told by an {@link EventLoopMonitor} how soon event loops run what is submitted to them. */
public interface EventLoopListener {

  /**
   * How often each loop is probed for this listener. The shortest interval of all listeners holds
   * for all of them.
   *
   * @return nanoseconds
   */
  long intervalNanos();

  /**
   * A loop has run a probe. Called on that loop, so it must not block.
   *
   * @param delayNanos how long the probe has waited for it
   */
  default void answered(EventLoop loop, long delayNanos) {}

  /**
   * A loop has not run the probe of an earlier round. Called on the monitor's thread, in every
   * round until the loop answers.
   */
  default void overdue(LoopProbe probe) {}
}
