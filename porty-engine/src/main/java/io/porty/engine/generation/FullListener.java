package io.porty.engine.generation;

import io.porty.engine.diagnostics.Diagnostics;
import io.porty.engine.listen.ConnectionGate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Says that clients of a listener have to wait: at once, then once a minute. Thread-safe. */
final class FullListener {

  private static final Diagnostics LOG = Diagnostics.of(FullListener.class);

  private static final long SAY_EVERY_NANOS = 60_000_000_000L;

  private final String place;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);

  FullListener(String place) {
    this.place = place;
  }

  /** A client was not admitted. Called on an event loop, for each time that one is not. */
  void wasFound(ConnectionGate gate) {
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
