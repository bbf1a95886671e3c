package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.net.opening.HandshakeRate;
import io.porty.net.opening.HandshakeScheduler;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A scheduler of handshakes for each event loop, with one rate for all. Thread-safe. */
final class HandshakeSchedulers {

  private final HandshakeRate rate = new HandshakeRate();
  private final Map<EventLoop, HandshakeScheduler> byLoop = new IdentityHashMap<>();

  HandshakeSchedulers(List<EventLoop> loops) {
    loops.forEach(loop -> byLoop.put(loop, new HandshakeScheduler(loop, rate)));
  }

  HandshakeScheduler of(EventLoop loop) {
    HandshakeScheduler scheduler = byLoop.get(loop);
    if (scheduler == null) {
      throw new IllegalStateException("a channel of a foreign event loop");
    }
    return scheduler;
  }

  /**
   * Limits the full handshakes of all loops together.
   *
   * @param perSecond 0 for no limit
   */
  void limit(int perSecond) {
    rate.limit(perSecond);
  }
}
