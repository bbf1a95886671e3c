package io.porty.engine.runtime;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.listener.ConnectionLimiter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Says that clients of a listener have to wait: at once, then once a minute. Thread-safe. */
final class FullListenerLog {

  private static final Diagnostics LOG = Diagnostics.of(FullListenerLog.class);

  private static final long SAY_EVERY_NANOS = 60_000_000_000L;

  private final String place;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);

  FullListenerLog(String place) {
    this.place = place;
  }

  /** A client was not admitted. Called on an event loop, for each time that one is not. */
  void wasFound(ConnectionLimiter gate) {
    long now = System.nanoTime();
    long last = saidAt.get();
    if (now - last < SAY_EVERY_NANOS) {
      return;
    }
    Optional<String> limit = gate.reached();
    if (limit.isPresent() && saidAt.compareAndSet(last, now)) {
      LOG.warn("{} is full with {}; further clients wait until one ends", place, limit.get());
    }
  }
}
