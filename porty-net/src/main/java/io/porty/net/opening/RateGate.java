package io.porty.net.opening;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Has the handshakes of one listener keep to its rate, its clients in turn, before they take a
 * place among those of all listeners: who waits here holds up nobody else's. On its event loop.
 */
final class RateGate {

  private record Waiting(HandshakeOrigin origin, Runnable begin) {}

  private final EventLoop loop;
  private final HandshakeRate rate;
  private final HandshakeSlots slots;
  private final Runnable whenEmpty;
  private final FairQueue<Waiting> waiting = new FairQueue<>();
  private boolean timed;

  /**
   * @param slots where they go on to
   * @param whenEmpty runs when nobody waits here any more
   */
  RateGate(EventLoop loop, HandshakeRate rate, HandshakeSlots slots, Runnable whenEmpty) {
    this.loop = loop;
    this.rate = rate;
    this.slots = slots;
    this.whenEmpty = whenEmpty;
  }

  /** Enters the slots now, or when the rate allows it. */
  void enter(HandshakeOrigin origin, Runnable begin) {
    waiting.add(origin, new Waiting(origin, begin));
    admit();
  }

  /** One that waits will not enter. */
  void cancel(HandshakeOrigin origin, Runnable begin) {
    waiting.remove(origin, new Waiting(origin, begin));
  }

  boolean holds(HandshakeOrigin origin, Runnable begin) {
    return waiting.contains(origin, new Waiting(origin, begin));
  }

  private void admit() {
    while (!timed && !waiting.isEmpty()) {
      long wait = rate.take();
      if (wait > 0) {
        timed = true;
        loop.schedule(this::onTime, wait, TimeUnit.NANOSECONDS);
        return;
      }
      Waiting next = waiting.poll();
      if (next != null) {
        slots.enter(next.origin(), next.begin());
      }
    }
    if (!timed) {
      whenEmpty.run();
    }
  }

  private void onTime() {
    timed = false;
    admit();
  }
}
