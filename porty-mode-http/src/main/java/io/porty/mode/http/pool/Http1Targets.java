package io.porty.mode.http.pool;

import io.porty.api.Target;
import io.porty.api.mode.UpstreamKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The targets of a route whose backends have asked for HTTP/1.1 (HTTP_1_1_REQUIRED, RFC 9113
 * section 7), each for a while. On an event loop.
 */
public final class Http1Targets {

  /** How long HTTP/2 is not offered to a target again. */
  static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Clients may choose targets; beyond these, the one that was added first is forgotten. */
  static final int MAX_TARGETS = 100;

  private final LongSupplier nanos;

  /** In the order in which they end. */
  private final Map<UpstreamKey, Long> until = new LinkedHashMap<>();

  public Http1Targets() {
    this(System::nanoTime);
  }

  Http1Targets(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The backend of a target wants HTTP/1.1. */
  public void add(TargetPool pool) {
    add(pool.endpoint().key());
  }

  void add(UpstreamKey key) {
    until.remove(key);
    if (until.size() >= MAX_TARGETS) {
      until.remove(until.keySet().iterator().next());
    }
    until.put(key, nanos.getAsLong() + KEPT_NANOS);
  }

  /** Whether a target is to be spoken to in HTTP/1.1 now. Costs a branch while there are none. */
  public boolean contains(Target target, boolean chosenByClient) {
    return !until.isEmpty() && find(target, chosenByClient);
  }

  private boolean find(Target target, boolean chosenByClient) {
    expire();
    for (UpstreamKey key : until.keySet()) {
      if (key.matches(target, chosenByClient)) {
        return true;
      }
    }
    return false;
  }

  private void expire() {
    long now = nanos.getAsLong();
    Iterator<Long> ends = until.values().iterator();
    while (ends.hasNext() && now - ends.next() >= 0) {
      ends.remove();
    }
  }
}
