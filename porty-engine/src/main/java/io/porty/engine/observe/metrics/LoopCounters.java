package io.porty.engine.observe.metrics;

import io.porty.api.Target;
import io.porty.api.mode.RouteMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One route's numbers of one event loop. Written on that loop alone, read from any thread. A route
 * without traffic has none of the large ones.
 */
final class LoopCounters implements RouteMeter {

  /** Places of the plain numbers. Statuses take six, from 0 (none) to 5xx. */
  enum Count {
    BEGAN,
    ENDED,
    FAILED,
    BYTES_FROM_CLIENT,
    BYTES_TO_CLIENT,
    LENT_FRESH,
    LENT_REUSED,
    RETRIES,
    UPSTREAMS_OPEN,
    UPSTREAMS_IDLE,
    WAITING
  }

  static final int CLASSES = 6;

  private final SingleWriterCounters counts = new SingleWriterCounters(Count.values().length);
  private final SingleWriterCounters classes = new SingleWriterCounters(CLASSES);
  private final Map<String, SingleWriterCounters> failures = new ConcurrentHashMap<>(4);
  private final EndpointCounters endpoints = new EndpointCounters();
  private volatile @Nullable Times times;

  /** What is measured in time; made with the first exchange. */
  record Times(LatencyHistogram connect, LatencyHistogram firstByte, LatencyHistogram whole) {}

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void began() {
    counts.add(Count.BEGAN.ordinal(), 1);
  }

  @Override
  public void ended(
      int status,
      @Nullable Target target,
      long bytesFromClient,
      long bytesToClient,
      long firstByteNanos,
      long nanos,
      @Nullable String errorCode) {
    counts.add(Count.ENDED.ordinal(), 1);
    classes.add(status >= 100 && status < 600 ? status / 100 : 0, 1);
    counts.add(Count.BYTES_FROM_CLIENT.ordinal(), bytesFromClient);
    counts.add(Count.BYTES_TO_CLIENT.ordinal(), bytesToClient);
    Times measured = times();
    if (firstByteNanos >= 0) {
      measured.firstByte().add(firstByteNanos);
    }
    measured.whole().add(nanos);
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

  /** Routers may choose words of their own: only so many are told apart. */
  private void failed(String word) {
    SingleWriterCounters known = failures.get(word);
    if (known == null) {
      String name =
          failures.size() < EndpointCounters.MAX_ENDPOINTS ? word : EndpointCounters.OTHER;
      known = failures.computeIfAbsent(name, w -> new SingleWriterCounters(1));
    }
    known.add(0, 1);
  }

  @Override
  public void upstreamAcquired(boolean reused) {
    counts.add((reused ? Count.LENT_REUSED : Count.LENT_FRESH).ordinal(), 1);
  }

  @Override
  public void retried() {
    counts.add(Count.RETRIES.ordinal(), 1);
  }

  @Override
  public void upstreamConnections(int change) {
    counts.add(Count.UPSTREAMS_OPEN.ordinal(), change);
  }

  @Override
  public void upstreamIdleConnections(int change) {
    counts.add(Count.UPSTREAMS_IDLE.ordinal(), change);
  }

  @Override
  public void waiting(int change) {
    counts.add(Count.WAITING.ordinal(), change);
  }

  /** A backend was connected to. */
  void connected(long nanos) {
    times().connect().add(nanos);
  }

  private Times times() {
    Times made = times;
    if (made == null) {
      made = new Times(new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
      times = made;
    }
    return made;
  }

  // For those who look

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
    failures.forEach((word, count) -> all.merge(word, count.get(0), Long::sum));
  }

  EndpointCounters endpoints() {
    return endpoints;
  }
}
