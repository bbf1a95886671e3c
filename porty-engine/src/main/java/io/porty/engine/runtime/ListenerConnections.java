package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.engine.observe.metrics.ModeCounters;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.listener.GlobalConnectionLimit;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listening address: the limits that they are admitted by, the worker that
 * serves new ones, and the workers of earlier configurations that still serve older ones.
 * Thread-safe; a connection is registered and released on its event loop.
 */
final class ListenerConnections {

  private final ConnectionLimiter limiter;
  private final PerClientLimiter clientLimiter = new PerClientLimiter();
  private final Set<ListenerWorker> workers = new CopyOnWriteArraySet<>();
  private final LongAdder accepted = new LongAdder();
  private final ModeCounters modeCounters = new ModeCounters();
  private volatile ListenerWorker worker;
  private volatile boolean stopped;

  /** Whether accepted connections bypass the limits because their socket is about to close. */
  private volatile boolean limitsSuspended;

  /** Whether a client at its own limit waits for one of its connections to end. */
  private volatile boolean clientWaiting;

  ListenerConnections(ListenerWorker initial, GlobalConnectionLimit global) {
    this.worker = initial;
    this.workers.addAll(initial.withPassthrough());
    this.limiter = new ConnectionLimiter(initial.config().maxConnections(), global);
    initial.serves(limiter, modeCounters);
  }

  ConnectionLimiter limiter() {
    return limiter;
  }

  PerClientLimiter clientLimiter() {
    return clientLimiter;
  }

  /** What the modes of this address have counted. */
  ModeCounters modeCounters() {
    return modeCounters;
  }

  /** The worker that serves new connections. */
  ListenerWorker worker() {
    return worker;
  }

  /** From now on another worker, with its limits, serves new connections. */
  void switchTo(ListenerWorker next) {
    next.serves(limiter, modeCounters);
    workers.addAll(next.withPassthrough());
    worker = next;
    limiter.limit(next.config().maxConnections());
  }

  /** Removes a worker of an earlier configuration whose last connection has ended. */
  void removeWorker(ListenerWorker former) {
    workers.remove(former);
  }

  void suspendLimits() {
    limitsSuspended = true;
    limiter.limit(Integer.MAX_VALUE);
  }

  void restoreLimits() {
    limitsSuspended = false;
    limiter.limit(worker.config().maxConnections());
  }

  boolean areLimitsSuspended() {
    return limitsSuspended;
  }

  /** From now on no connection is admitted. */
  void stop() {
    stopped = true;
    limiter.close();
  }

  void setClientWaiting() {
    clientWaiting = true;
  }

  boolean isClientWaiting() {
    return clientWaiting;
  }

  /** Connections accepted so far. */
  long accepted() {
    return accepted.sum();
  }

  /** Counts and registers a new connection. */
  ListenerWorker accept(Channel client) {
    accepted.increment();
    return register(client, System.currentTimeMillis());
  }

  /** Registers a connection with the current worker, also if a reload replaces it meanwhile. */
  private ListenerWorker register(Channel client, long acceptedMillis) {
    while (true) {
      ListenerWorker current = worker;
      current.clients().add(client, acceptedMillis);
      if (current == worker) {
        return current;
      }
      current.clients().remove(client);
    }
  }

  /** Registers a connection of an earlier worker with the current one; null after {@link #stop}. */
  @Nullable ListenerWorker reassign(Channel client, long acceptedMillis) {
    return stopped ? null : register(client, acceptedMillis);
  }

  /**
   * The worker that is to serve a connection which was opened under another one: the current one,
   * also if a reload has replaced it meanwhile.
   *
   * @return null after {@link #stop}
   */
  @Nullable ListenerWorker current(Channel client, ListenerWorker accepted) {
    if (accepted == worker) {
      return accepted;
    }
    ListenerWorker next = reassign(client, accepted.clients().acceptedMillis(client));
    if (next != null) {
      accepted.clients().remove(client);
    }
    return next;
  }

  /**
   * Registers a connection with the worker that it passes through to, also if a reload replaces it
   * meanwhile.
   *
   * @param accepted whom it was registered with before
   * @return null if nothing passes through here any more
   */
  @Nullable ListenerWorker passThrough(Channel client, ListenerWorker accepted) {
    long acceptedMillis = accepted.clients().acceptedMillis(client);
    while (true) {
      ListenerWorker current = worker;
      ListenerWorker other = current.passthrough();
      if (other == null) {
        return null;
      }
      other.clients().add(client, acceptedMillis);
      if (current == worker) {
        accepted.clients().remove(client);
        return other;
      }
      other.clients().remove(client);
    }
  }

  /**
   * Releases a closed connection from all limits.
   *
   * @param address by which the client was counted
   */
  void release(Channel client, SocketAddress address) {
    clientLimiter.release(address);
    if (clientWaiting) {
      clientWaiting = false;
      limiter.notifyFree();
    }
    for (ListenerWorker one : workers) {
      one.clients().remove(client);
    }
    limiter.release();
  }

  /** A snapshot of the open connections, of any configuration. */
  List<OpenConnection> snapshot() {
    List<OpenConnection> all = new ArrayList<>();
    for (ListenerWorker one : workers) {
      for (Channel client : one.clients().all()) {
        all.add(new OpenConnection(client, one, one.clients().acceptedMillis(client)));
      }
    }
    return all;
  }
}
