package io.porty.net.upstream;

import io.porty.api.mode.Endpoint;
import io.porty.api.mode.UpstreamKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The endpoints in use and those used recently, of configured and of client-chosen targets.
 * Consulted when a pool or dial is created, not for each request. Thread-safe and non-blocking.
 */
public final class EndpointTable {

  /**
   * Maximum of unused endpoints, about 3 MB; those in use are bounded by connections. More than any
   * configuration has, and few enough to find the oldest within a millisecond.
   */
  static final int MAX_UNUSED = 4_096;

  /** Endpoints removed at once, which amortises the search for the oldest. */
  static final int FORGOTTEN_AT_ONCE = MAX_UNUSED / 4;

  /** Client-chosen endpoints are removed before configured ones, oldest first. */
  private static final Comparator<Idle> ORDER =
      Comparator.comparing(Idle::ofOperator).thenComparingLong(Idle::since);

  /** A snapshot, because {@code since} may change during sorting. */
  private record Idle(EndpointState state, boolean ofOperator, long since) {}

  private final Map<UpstreamKey, EndpointState> endpoints = new ConcurrentHashMap<>();
  private final AtomicInteger unused = new AtomicInteger();
  private final LongSupplier nanos;
  private final long began;

  public EndpointTable() {
    this(System::nanoTime);
  }

  EndpointTable(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** The endpoint of a key; it stays in the table until it is released. */
  public EndpointState acquire(UpstreamKey key) {
    while (true) {
      EndpointState known = endpoints.get(key); // without a lock, unlike computeIfAbsent
      EndpointState state = known == null ? endpoints.computeIfAbsent(key, this::fresh) : known;
      int users = state.use();
      if (users > 0) {
        if (users == 1) {
          unused.decrementAndGet();
        }
        return state;
      }
      endpoints.remove(key, state); // it is being removed
    }
  }

  private EndpointState fresh(UpstreamKey key) {
    unused.incrementAndGet();
    return new EndpointState(key);
  }

  /** Releases an endpoint; once for each {@link #acquire}. */
  public void release(EndpointState state) {
    if (state.leave(nanos.getAsLong() - began) && unused.incrementAndGet() > MAX_UNUSED) {
      forgetOldest();
    }
  }

  /** As {@link #release(EndpointState)}, by the endpoint that modes see. */
  public void release(Endpoint endpoint) {
    EndpointState state = endpoints.get(endpoint.key());
    if (state == null || state.endpoint() != endpoint) {
      throw new IllegalStateException(endpoint + " was not acquired");
    }
    release(state);
  }

  private void forgetOldest() {
    List<Idle> idle =
        endpoints.values().stream()
            .filter(EndpointState::isUnused)
            .map(s -> new Idle(s, !s.endpoint().key().isChosenByClient(), s.unusedSince()))
            .sorted(ORDER)
            .toList();
    for (Idle one : idle.subList(0, Math.min(FORGOTTEN_AT_ONCE, idle.size()))) {
      if (one.state().forget()) {
        unused.decrementAndGet();
        endpoints.remove(one.state().endpoint().key(), one.state());
      }
    }
  }

  /** A snapshot of the table, for the admin endpoint. */
  public Collection<EndpointState> all() {
    return List.copyOf(endpoints.values());
  }
}
