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
 * Every endpoint that somebody uses, and those used lately: of configured targets and of those that
 * clients choose alike. Asked when a pool or a dial begins, not for each request. Thread-safe;
 * nothing here waits.
 */
public final class EndpointTable {

  /**
   * Endpoints without requests, connections or dials that are remembered: about 3 MB. Those in use
   * are bounded by connections. More than any configuration names, and few enough that the oldest
   * are found within a millisecond.
   */
  static final int MAX_UNUSED = 4_096;

  /** As many are forgotten at once: the search for the oldest is paid by all of them. */
  static final int FORGOTTEN_AT_ONCE = MAX_UNUSED / 4;

  /** Names that clients invent make room before those that the operator wrote. */
  private static final Comparator<Idle> ORDER =
      Comparator.comparing(Idle::ofOperator).thenComparingLong(Idle::since);

  /** A snapshot: {@code since} may change while they are sorted. */
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

  /** The endpoint of a key, which stays until it is released. */
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
      endpoints.remove(key, state); // it is being forgotten
    }
  }

  private EndpointState fresh(UpstreamKey key) {
    unused.incrementAndGet();
    return new EndpointState(key);
  }

  /** Gives back what {@link #acquire} has lent; once for each. */
  public void release(EndpointState state) {
    if (state.leave(nanos.getAsLong() - began) && unused.incrementAndGet() > MAX_UNUSED) {
      forgetOldest();
    }
  }

  /** The same, by the part that modes see. */
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

  /** Every endpoint that is known now, for those who look. */
  public Collection<EndpointState> all() {
    return List.copyOf(endpoints.values());
  }
}
