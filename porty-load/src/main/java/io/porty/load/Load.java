package io.porty.load;

import io.porty.load.tls.LoadTls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A run of the load generator: starts its threads and collects their counts. */
public final class Load {

  /** How long a shutdown waits for the final report; the caller polls its threads once a second. */
  private static final long REPORT_MILLIS = 1500;

  private final LoadPlan plan;
  private final LoadEnd end = new LoadEnd();
  private final List<LoadThread> threads = new ArrayList<>();
  private final Histogram total = LoadCounts.histogram();

  public Load(LoadPlan plan) {
    this.plan = plan;
  }

  /**
   * Runs the load until its duration has passed or the process is interrupted.
   *
   * @param progress called once a second, after the warm-up
   */
  public LoadResult run(Consumer<LoadSecond> progress) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      int share =
          plan.connections() / plan.threads() + (i < plan.connections() % plan.threads() ? 1 : 0);
      LoadThread thread =
          new LoadThread(plan, share, (double) share / plan.connections(), start, end);
      threads.add(thread);
      Thread started = new Thread(thread, "porty-load-" + (i + 1));
      started.setDaemon(true);
      started.start();
      running.add(started);
    }
    Thread caller = Thread.currentThread();
    Thread stop = new Thread(() -> stop(caller), "porty-load-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    sleepUntil(start + plan.warmUp().toNanos(), running);
    threads.forEach(thread -> thread.counts().begin());
    long startNanos = System.nanoTime();
    report(startNanos, running, progress);
    for (Thread thread : running) {
      thread.join();
    }
    long nanos = System.nanoTime() - startNanos;
    collect();
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // The JVM is shutting down.
    }
    return result(nanos);
  }

  /** On SIGINT: stops the load and waits briefly for the caller to print the result. */
  private void stop(Thread caller) {
    end.stop();
    try {
      caller.join(REPORT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(long startNanos, List<Thread> running, Consumer<LoadSecond> progress)
      throws InterruptedException {
    for (int second = 1; second <= plan.duration().toSeconds(); second++) {
      sleepUntil(startNanos + TimeUnit.SECONDS.toNanos(second), running);
      if (running.stream().noneMatch(Thread::isAlive)) {
        return;
      }
      progress.accept(new LoadSecond(second, collect(), errors()));
    }
  }

  /** Returns before that if no thread runs any more. */
  private static void sleepUntil(long nanos, List<Thread> running) throws InterruptedException {
    for (Thread thread : running) {
      TimeUnit.NANOSECONDS.timedJoin(thread, nanos - System.nanoTime());
    }
  }

  private Histogram collect() {
    Histogram interval = LoadCounts.histogram();
    threads.forEach(thread -> interval.add(thread.counts().interval()));
    total.add(interval);
    return interval;
  }

  private long errors() {
    return threads.stream()
        .mapToLong(
            thread ->
                IntStream.range(0, LoadError.values().length)
                    .mapToLong(i -> thread.counts().errors(LoadError.values()[i]))
                    .sum())
        .sum();
  }

  private LoadResult result(long nanos) {
    long[] statuses = new long[10];
    Map<LoadError, Long> errors = new EnumMap<>(LoadError.class);
    long bytes = 0;
    for (LoadThread thread : threads) {
      for (int i = 0; i < statuses.length; i++) {
        statuses[i] += thread.counts().statuses(i);
      }
      for (LoadError error : LoadError.values()) {
        errors.merge(error, thread.counts().errors(error), Long::sum);
      }
      bytes += thread.counts().bytes();
    }
    return new LoadResult(plan, nanos, total, statuses, errors, bytes, handshakes(), end.refusal());
  }

  private @Nullable LoadHandshakes handshakes() {
    LoadTls tls = plan.server().tls();
    if (tls == null) {
      return null;
    }
    HandshakeCounts all = new HandshakeCounts();
    for (LoadThread thread : threads) {
      HandshakeCounts one = thread.handshakes();
      if (one != null) {
        one.addTo(all);
      }
    }
    return all.result(tls.provider());
  }
}
