package io.porty.load;

import io.porty.api.TlsSession;
import io.porty.load.tls.TlsProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the load. In a closed loop an idle connection, or stream, sends at once. At a fixed
 * rate requests are scheduled by the clock alone; a request that waits for an idle connection has
 * its latency counted from its scheduled time, which avoids coordinated omission.
 */
final class LoadThread implements Runnable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int READ_BYTES = 256 * 1024;

  private final LoadPlan plan;
  private final int connections;
  private final long startNanos;
  private final long endNanos;
  private final double nanosBetween;
  private final LoadCounts counts = new LoadCounts();

  /** A connection is in it as often as it can send a request. */
  private final Deque<LoadConnection> free = new ArrayDeque<>();

  private final Deque<LoadConnection> unflushed = new ArrayDeque<>();
  private final @Nullable HandshakeCounts handshakes;
  private final LoadEnd end;
  private long sent;

  /**
   * @param connections of this thread
   * @param share of the plan's rate, from 0 to 1
   * @param startNanos start of the warm-up
   * @param end of all threads
   */
  LoadThread(LoadPlan plan, int connections, double share, long startNanos, LoadEnd end) {
    this.plan = plan;
    this.connections = connections;
    this.startNanos = startNanos;
    this.end = end;
    this.handshakes = plan.server().tls() == null ? null : new HandshakeCounts();
    this.endNanos = startNanos + plan.warmUp().toNanos() + plan.duration().toNanos();
    this.nanosBetween = plan.rate() == 0 ? 0 : 1e9 / (plan.rate() * share);
  }

  LoadCounts counts() {
    return counts;
  }

  /** Null without TLS. */
  @Nullable HandshakeCounts handshakes() {
    return handshakes;
  }

  void onSecured(TlsSession session, long nanos) {
    Objects.requireNonNull(handshakes).completed(session, nanos);
    end.accept();
  }

  /**
   * @param requests that fail by it
   */
  void onProblem(TlsProblem problem, int requests) {
    if (counts.isCounting()) {
      Objects.requireNonNull(handshakes).failed(problem.text(), requests);
    }
    if (problem.kind() != TlsProblem.Kind.BROKEN) {
      end.refuse(problem);
    }
  }

  @Override
  public void run() {
    try (Selector selector = Selector.open()) {
      List<LoadConnection> all = new ArrayList<>();
      long now = System.nanoTime();
      for (int i = 0; i < connections; i++) {
        LoadConnection connection = newConnection(selector);
        all.add(connection);
        connection.connect(now);
      }
      drive(selector, all);
      all.forEach(LoadConnection::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoadConnection newConnection(Selector selector) {
    return plan.traffic() instanceof LoadPlan.Traffic.Http2 http2
        ? new Http2Connection(plan, http2, this, selector)
        : new SerialConnection(plan, this, selector);
  }

  private void drive(Selector selector, List<LoadConnection> all) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    long nextTick = startNanos + TICK_NANOS;
    while (!end.isStopped()) {
      long now = System.nanoTime();
      if (now >= endNanos) {
        counts.onError(LoadError.UNSENT, nanosBetween == 0 ? 0 : Math.max(0, due(endNanos) - sent));
        return;
      }
      dispatch(now);
      flush();
      select(selector, now);
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isValid()) {
          ((LoadConnection) key.attachment()).onReady(key, buffer);
        }
      }
      selector.selectedKeys().clear();
      if (now >= nextTick) {
        nextTick = now + TICK_NANOS;
        for (LoadConnection connection : all) {
          connection.tick(now);
        }
      }
    }
  }

  /** A selector waits in whole milliseconds; the last two before a scheduled send are polled. */
  private void select(Selector selector, long now) throws IOException {
    if (nanosBetween == 0) {
      selector.select(TimeUnit.NANOSECONDS.toMillis(TICK_NANOS));
      return;
    }
    long left = dueAt(sent) - now;
    if (free.isEmpty() || left >= 2_000_000) {
      selector.select(free.isEmpty() ? 1 : TimeUnit.NANOSECONDS.toMillis(left) - 1);
    } else if (selector.selectNow() == 0 && left > 0) {
      Thread.yield();
    }
  }

  private void dispatch(long now) {
    if (nanosBetween == 0) {
      while (!free.isEmpty()) {
        free.removeFirst().send(System.nanoTime());
      }
      return;
    }
    while (!free.isEmpty() && dueAt(sent) <= now) {
      free.removeFirst().send(dueAt(sent));
      sent++;
    }
  }

  private void flush() {
    LoadConnection next = unflushed.pollFirst();
    while (next != null) {
      next.flush();
      next = unflushed.pollFirst();
    }
  }

  private long dueAt(long number) {
    return startNanos + (long) (number * nanosBetween);
  }

  private long due(long at) {
    return (long) ((at - startNanos) / nanosBetween);
  }

  /** A connection can send a request, or one more. */
  void addFree(LoadConnection connection) {
    free.addLast(connection);
  }

  /** A connection can send none any more. */
  void removeFree(LoadConnection connection) {
    while (free.remove(connection)) {
      continue;
    }
  }

  /** A connection has something to flush, once all of this round is sent. */
  void addUnflushed(LoadConnection connection) {
    unflushed.addLast(connection);
  }
}
