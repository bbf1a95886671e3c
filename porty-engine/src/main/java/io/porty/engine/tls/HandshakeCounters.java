package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.api.TlsSession;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.LatencyHistogram;
import io.porty.net.tls.HandshakeMeter;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the handshakes of one listening address, or of one route with its backends, across
 * reloads. Thread-safe.
 */
public final class HandshakeCounters implements HandshakeMeter {

  /**
   * Completed handshakes of one kind.
   *
   * @param version as the protocol is named
   */
  public record Completed(String version, boolean resumed, long count) {}

  private final Map<TlsVersion, LongAdder> full = adders();
  private final Map<TlsVersion, LongAdder> resumed = adders();
  private final Map<TlsFailure.Reason, LongAdder> failed = new EnumMap<>(TlsFailure.Reason.class);
  private final Map<EventLoop, LatencyHistogram> durations = new IdentityHashMap<>();

  HandshakeCounters(List<EventLoop> loops) {
    for (TlsFailure.Reason reason : TlsFailure.Reason.values()) {
      failed.put(reason, new LongAdder());
    }
    loops.forEach(loop -> durations.put(loop, new LatencyHistogram()));
  }

  private static Map<TlsVersion, LongAdder> adders() {
    Map<TlsVersion, LongAdder> all = new EnumMap<>(TlsVersion.class);
    for (TlsVersion version : TlsVersion.values()) {
      all.put(version, new LongAdder());
    }
    return all;
  }

  @Override
  public void completed(EventLoop loop, TlsSession session, long nanos) {
    TlsVersion version =
        session.version().equals(TlsVersion.TLS_1_3.protocol())
            ? TlsVersion.TLS_1_3
            : TlsVersion.TLS_1_2;
    adder(session.resumed() ? resumed : full, version).increment();
    LatencyHistogram histogram = durations.get(loop);
    if (histogram != null) {
      histogram.add(nanos);
    }
  }

  private static <K> LongAdder adder(Map<K, LongAdder> all, K key) {
    LongAdder adder = all.get(key);
    if (adder == null) {
      throw new IllegalStateException(key + " is not counted");
    }
    return adder;
  }

  @Override
  public void failed(TlsFailure.Reason reason) {
    adder(failed, reason).increment();
  }

  /** Handshakes that completed, by version and whether a ticket was used. */
  public List<Completed> completed() {
    List<Completed> all = new ArrayList<>();
    full.forEach((version, n) -> all.add(new Completed(version.protocol(), false, n.sum())));
    resumed.forEach((version, n) -> all.add(new Completed(version.protocol(), true, n.sum())));
    return all;
  }

  /** Handshakes that failed, by reason. */
  public Map<TlsFailure.Reason, Long> failed() {
    Map<TlsFailure.Reason, Long> all = new EnumMap<>(TlsFailure.Reason.class);
    failed.forEach((reason, n) -> all.put(reason, n.sum()));
    return all;
  }

  /** From the client's hello, or the connection to a backend, to the end of the handshake. */
  public Durations durations() {
    Durations sum = Durations.zero();
    for (LatencyHistogram histogram : durations.values()) {
      Durations one = Durations.zero();
      histogram.addTo(one.counts());
      sum = sum.plus(new Durations(one.counts(), histogram.sumNanos()));
    }
    return sum;
  }
}
