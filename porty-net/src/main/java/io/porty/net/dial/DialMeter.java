package io.porty.net.dial;

import io.netty.channel.EventLoop;

/** Counts the dials of a route. Each method is called on the event loop that it is given. */
public interface DialMeter {

  /** Counts nothing. */
  DialMeter OFF =
      new DialMeter() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void connected(EventLoop loop, long nanos) {}

        @Override
        public void redialled(EventLoop loop) {}
      };

  /** Whether dials are counted; if not, the dialer does not read the clock. */
  boolean isOn();

  /**
   * A dial has connected.
   *
   * @param loop the event loop of the dial
   * @param nanos duration of the dial, DNS lookup and retries included
   */
  void connected(EventLoop loop, long nanos);

  /** A failed round of attempts is retried. */
  void redialled(EventLoop loop);
}
