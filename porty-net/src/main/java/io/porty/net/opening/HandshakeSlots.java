package io.porty.net.opening;

import java.util.HashMap;
import java.util.Map;

/**
 * The handshakes under way on one event loop: so many, and at most half of them of one client. The
 * others wait, listeners and their clients in turn. On its event loop.
 */
final class HandshakeSlots {

  /** Handshakes under way. */
  static final int MAX_UNDER_WAY = 256;

  /** Those of one client, which may never finish them. */
  static final int MAX_OF_CLIENT = MAX_UNDER_WAY / 2;

  private record Waiting(HandshakeOrigin origin, Runnable begin) {}

  private final FairQueue<Waiting> waiting = new FairQueue<>();
  private final Map<Object, Integer> ofClient = new HashMap<>();
  private int underWay;
  private boolean admitting;

  /** Begins now, or when another one has left. It calls {@link #leave} in the end. */
  void enter(HandshakeOrigin origin, Runnable begin) {
    if (underWay < MAX_UNDER_WAY && !admitting && mayHave(origin.client())) {
      admit(origin, begin);
    } else {
      waiting.add(origin, new Waiting(origin, begin));
    }
  }

  private boolean mayHave(Object client) {
    return ofClient.getOrDefault(client, 0) < MAX_OF_CLIENT;
  }

  private void admit(HandshakeOrigin origin, Runnable begin) {
    underWay++;
    ofClient.merge(origin.client(), 1, Integer::sum);
    begin.run();
  }

  /** One that waits to enter will not. */
  void cancel(HandshakeOrigin origin, Runnable begin) {
    waiting.remove(origin, new Waiting(origin, begin));
  }

  /** One has ended. One that waits may end as soon as it begins: this is called again. */
  void leave(HandshakeOrigin origin) {
    underWay--;
    ofClient.computeIfPresent(origin.client(), (client, held) -> held == 1 ? null : held - 1);
    if (admitting) {
      return; // a loop and no recursion: any number may wait
    }
    admitting = true;
    try {
      admitWaiting();
    } finally {
      admitting = false;
    }
  }

  private void admitWaiting() {
    while (underWay < MAX_UNDER_WAY) {
      Waiting next = waiting.poll(this::mayHave);
      if (next == null) {
        return;
      }
      admit(next.origin(), next.begin());
    }
  }

  /** Those that wait not counted. */
  int underWay() {
    return underWay;
  }
}
