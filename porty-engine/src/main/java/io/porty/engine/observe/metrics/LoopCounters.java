package io.porty.engine.observe.metrics;

import io.porty.api.Target;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.StreamStats;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one route on one event loop. Written only on that loop, read on any thread.
 * Histograms are allocated with the first request.
 */
final class LoopCounters implements RouteMeter {

  /** Indexes of the scalar counters. */
  enum Count {
    STARTED,
    ENDED,
    FAILED,
    BYTES_FROM_CLIENT,
    BYTES_TO_CLIENT,
    ACQUIRED_NEW,
    ACQUIRED_REUSED,
    RETRIES,
    UPSTREAM_CONNECTIONS,
    UPSTREAM_IDLE,
    PENDING
  }

  /** Status classes: 0 for none, then 1xx to 5xx. */
  static final int CLASSES = 6;

  /** Status codes of gRPC: 0 to 16, and one for all others. */
  static final int GRPC_CODES = 18;

  private final SingleWriterCounters counts = new SingleWriterCounters(Count.values().length);
  private final SingleWriterCounters classes = new SingleWriterCounters(CLASSES);
  private final Map<String, SingleWriterCounters> failures = new ConcurrentHashMap<>(4);
  private final EndpointCounters endpoints = new EndpointCounters();
  private volatile @Nullable Times times;

  /** Allocated with the first gRPC call. */
  private volatile @Nullable SingleWriterCounters grpc;

  /** The latency histograms. */
  record Times(LatencyHistogram connect, LatencyHistogram firstByte, LatencyHistogram whole) {}

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void began() {
    counts.add(Count.STARTED.ordinal(), 1);
  }

  @Override
  public void ended(StreamStats stats) {
    int status = stats.status();
    counts.add(Count.ENDED.ordinal(), 1);
    classes.add(status >= 100 && status < 600 ? status / 100 : 0, 1);
    counts.add(Count.BYTES_FROM_CLIENT.ordinal(), stats.bytesFromClient());
    counts.add(Count.BYTES_TO_CLIENT.ordinal(), stats.bytesToClient());
    Times measured = times();
    if (stats.firstByteNanos() >= 0) {
      measured.firstByte().add(stats.firstByteNanos());
    }
    measured.whole().add(stats.totalNanos());
    if (stats.grpcStatus() >= 0) {
      grpc().add(Math.min(stats.grpcStatus(), GRPC_CODES - 1), 1);
    }
    Target target = stats.target();
    String errorCode = stats.errorCode();
    if (target != null) {
      endpoints.add(target, errorCode);
    }
    if (errorCode != null) {
      counts.add(Count.FAILED.ordinal(), 1);
      failed(errorCode);
    }
  }

  @Override
  public void tryFailed(Target target, String errorCode) {
    endpoints.add(target, errorCode);
  }

  /** Counts an error code. Routers may define codes, so the number of distinct ones is bounded. */
  private void failed(String code) {
    SingleWriterCounters counter = failures.get(code);
    if (counter == null) {
      String name =
          failures.size() < EndpointCounters.MAX_ENDPOINTS ? code : EndpointCounters.OTHER;
      counter = failures.computeIfAbsent(name, w -> new SingleWriterCounters(1));
    }
    counter.add(0, 1);
  }

  @Override
  public void upstreamAcquired(boolean reused) {
    counts.add((reused ? Count.ACQUIRED_REUSED : Count.ACQUIRED_NEW).ordinal(), 1);
  }

  @Override
  public void retried() {
    counts.add(Count.RETRIES.ordinal(), 1);
  }

  @Override
  public void upstreamConnections(int change) {
    counts.add(Count.UPSTREAM_CONNECTIONS.ordinal(), change);
  }

  @Override
  public void upstreamIdleConnections(int change) {
    counts.add(Count.UPSTREAM_IDLE.ordinal(), change);
  }

  @Override
  public void waiting(int change) {
    counts.add(Count.PENDING.ordinal(), change);
  }

  /** Records the time of a connect to a backend. */
  void connected(long nanos) {
    times().connect().add(nanos);
  }

  private Times times() {
    Times existing = times;
    if (existing == null) {
      existing = new Times(new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
      times = existing;
    }
    return existing;
  }

  private SingleWriterCounters grpc() {
    SingleWriterCounters existing = grpc;
    if (existing == null) {
      existing = new SingleWriterCounters(GRPC_CODES);
      grpc = existing;
    }
    return existing;
  }

  // Read by snapshots, on any thread

  long ofGrpc(int code) {
    SingleWriterCounters counters = grpc;
    return counters == null ? 0 : counters.get(code);
  }

  long get(Count count) {
    return counts.get(count.ordinal());
  }

  long ofClass(int hundreds) {
    return classes.get(hundreds);
  }

  @Nullable Times measured() {
    return times;
  }

  void addFailuresTo(Map<String, Long> all) {
    failures.forEach((code, count) -> all.merge(code, count.get(0), Long::sum));
  }

  EndpointCounters endpoints() {
    return endpoints;
  }
}
