package io.porty.net.dial;

import io.netty.channel.EventLoop;

/** Counts what a route's dialer does. Every method is called on the event loop that it names. */
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

  /** Whether anything is counted; if not, the dialer does not read the clock for it. */
  boolean isOn();

  /**
   * A backend was connected to.
   *
   * @param nanos from the dial to the connection, look-up and retries included
   */
  void connected(EventLoop loop, long nanos);

  /** A failed connection attempt is repeated. */
  void redialled(EventLoop loop);
}
