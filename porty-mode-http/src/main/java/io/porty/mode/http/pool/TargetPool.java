package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.AddressText;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.mode.ConnectionPermits;
import io.porty.api.mode.Endpoint;
import io.porty.mode.http.head.Ascii;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a route to one target on one event loop: a stack of idle connections, and a
 * queue of leases that wait for a permit. On the loop, except {@link #onPermitAvailable} and {@link
 * #requestEviction}.
 */
public final class TargetPool implements ConnectionPermits.Pool {

  private final UpstreamPool pool;
  private final Target target;
  private final byte[] hostField;
  private final Deque<PooledConnection> idle = new ArrayDeque<>();
  private final Deque<Lease> queue = new ArrayDeque<>();
  private @Nullable ConnectionPermits limit;
  private Endpoint endpoint;

  /** The next pool of its hash bucket, used by {@link PoolTable}. */
  @Nullable TargetPool next;

  private boolean enqueued;
  private int open;

  /**
   * @param endpoint acquired for the pool, and released when the pool is removed
   */
  TargetPool(UpstreamPool pool, Target target, Endpoint endpoint) {
    this.pool = pool;
    this.target = target;
    this.endpoint = endpoint;
    this.hostField = Ascii.bytes(hostOf(target));
  }

  /** A Unix domain socket has no host name. */
  private static String hostOf(Target target) {
    if (target.isUnix()) {
      return "localhost";
    }
    int implied = Math.max(target.scheme().defaultPort(), Scheme.HTTP.defaultPort());
    return target.port() == implied
        ? AddressText.bracketed(target.host())
        : AddressText.hostPort(target.host(), target.port());
  }

  /** The Host value for this target. */
  public byte[] hostField() {
    return hostField;
  }

  Target target() {
    return target;
  }

  /** The state of the backend. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** The pool was removed and is added again, with the current endpoint. */
  void move(Endpoint again) {
    endpoint = again;
  }

  /** The current tick of the event loop's coarse clock. */
  public int now() {
    return pool.now();
  }

  boolean isChosenByClient() {
    return endpoint.key().isChosenByClient();
  }

  /** The event loop. */
  public EventLoop loop() {
    return pool.loop();
  }

  /** Limits the pool's connections by these permits of the route and target; null for no limit. */
  void bind(@Nullable ConnectionPermits permits) {
    limit = permits;
  }

  // Acquiring

  void acquire(Lease lease) {
    PooledConnection connection = pollIdle(lease);
    if (connection != null) {
      lease.offered(connection);
    } else {
      dialOrQueue(lease);
    }
  }

  void dialOrQueue(Lease lease) {
    pool.remember(this);
    ConnectionPermits permits = limit;
    if (permits == null || permits.tryTake() || (evictedBound() && permits.tryTake())) {
      dial(lease);
    } else if (!permits.tryQueue()) {
      pool.forgetIfUnused(this);
      lease.refused();
    } else {
      queue.addLast(lease);
      pool.meter().waiting(1);
      lease.queued();
      serveQueue();
    }
  }

  private void dial(Lease lease) {
    open++;
    lease.dial(pool.dialer());
  }

  /**
   * The most recently used idle connection. A request that is not retryable gets none that the
   * backend may be about to close; with limited connections, an old one is closed to make room for
   * a new one.
   */
  private @Nullable PooledConnection pollIdle(Lease lease) {
    PooledConnection latest = idle.peekFirst();
    if (latest == null || !lease.isNotRetryable() || !pool.isOld(latest)) {
      return pollIdle();
    }
    if (limit != null) {
      latest.close();
    }
    return null;
  }

  private @Nullable PooledConnection pollIdle() {
    while (true) {
      PooledConnection connection = idle.pollFirst();
      if (connection == null) {
        return null;
      }
      unlist(connection);
      if (connection.isIdle()) {
        return connection;
      }
    }
  }

  PooledConnection opened(Channel upstream) {
    PooledConnection connection = pool.factory().open(upstream, this);
    pool.meter().upstreamConnections(1);
    return connection;
  }

  /** A permit is free again: a connection was closed, or a dial was cancelled. */
  void released() {
    open--;
    ConnectionPermits permits = limit;
    if (permits != null) {
      permits.giveBack();
    }
    pool.forgetIfUnused(this);
  }

  // Queueing

  private void serveQueue() {
    ConnectionPermits permits = limit;
    while (!queue.isEmpty()) {
      PooledConnection connection = pollIdle(queue.peekFirst());
      if (connection != null) {
        nextQueued().offered(connection);
      } else if (permits == null || permits.tryTake() || (evictedBound() && permits.tryTake())) {
        dial(nextQueued());
      } else if (enqueued) {
        return;
      } else {
        enqueued = true;
        permits.enqueue(this);
      }
    }
  }

  private Lease nextQueued() {
    leftQueue();
    return queue.removeFirst();
  }

  private void leftQueue() {
    pool.meter().waiting(-1);
    ConnectionPermits permits = limit;
    if (permits != null) {
      permits.leaveQueue();
    }
  }

  private void unlist(PooledConnection connection) {
    pool.idleList().remove(connection);
    connection.listed = false;
    pool.meter().upstreamIdleConnections(-1);
  }

  void unqueue(Lease lease) {
    if (queue.remove(lease)) {
      leftQueue();
    }
    pool.forgetIfUnused(this);
  }

  /** A permit may be available. On any thread. */
  @Override
  public void onPermitAvailable() {
    pool.loop()
        .execute(
            () -> {
              enqueued = false;
              serveQueue();
              passPermitOn();
            });
  }

  /** The woken lease has left the queue: passes the permit on. */
  private void passPermitOn() {
    ConnectionPermits permits = limit;
    if (queue.isEmpty() && permits != null && permits.hasQueued() && permits.tryTake()) {
      permits.giveBack();
    }
  }

  /**
   * Another event loop waits for a permit that an idle connection of this one may hold. On any
   * thread.
   */
  @Override
  public void requestEviction() {
    pool.loop()
        .execute(
            () -> {
              ConnectionPermits permits = limit;
              if (permits != null && permits.hasQueued()) {
                PooledConnection connection = pollIdle();
                if (connection != null) {
                  connection.close();
                } else {
                  evictedBound();
                }
              }
            });
  }

  // Connections that are bound to a client

  /** Whether connections belong to the client that they were made for, from the beginning. */
  public boolean namesClient() {
    return pool.namesClient();
  }

  /**
   * A connection that is bound to a client becomes idle: it is kept for the client alone. One that
   * names its client counts as idle like any other, and gives way to others; one that a client has
   * authenticated stays.
   *
   * @return false if it is closed
   */
  boolean keepBound(PooledConnection connection) {
    if (!pool.namesClient()) {
      return true;
    }
    if (!pool.keeps(this, connection) || (limit != null && limit.hasQueued())) {
      connection.close();
      return false;
    }
    list(connection);
    pool.trim();
    return connection.isIdle();
  }

  /** Its client wants it back; false if it is closed, or not fit for the request. */
  boolean takeBound(PooledConnection connection, Lease lease) {
    if (connection.listed) {
      unlist(connection);
      if (lease.isNotRetryable() && pool.isOld(connection)) {
        connection.close();
      }
    }
    return connection.isIdle();
  }

  /** Closes the one that has been idle for longest; false if there is none. */
  private boolean evictedBound() {
    PooledConnection at = pool.idleList().oldest();
    while (at != null && (at.pool() != this || !at.isBound())) {
      at = at.newer;
    }
    if (at != null) {
      at.close();
    }
    return at != null;
  }

  // Releasing

  /** A connection becomes idle. */
  void released(PooledConnection connection) {
    if (!pool.keeps(this, connection)) {
      connection.close();
    } else if (!queue.isEmpty()) {
      nextQueued().offered(connection);
    } else if (limit != null && limit.hasQueued()) {
      connection.close();
    } else {
      idle.addFirst(connection);
      list(connection);
      pool.trim();
    }
  }

  private void list(PooledConnection connection) {
    connection.idleSince(pool.now());
    connection.listed = true;
    pool.idleList().add(connection);
    pool.meter().upstreamIdleConnections(1);
  }

  /** A connection was closed or upgraded; once for each. */
  public void gone(PooledConnection connection) {
    if (connection.listed) {
      idle.removeLastOccurrence(connection);
      unlist(connection);
    }
    pool.meter().upstreamConnections(-1);
    released();
  }

  void closeIdle() {
    new ArrayList<>(idle).forEach(PooledConnection::close);
  }

  boolean isUnused() {
    return open == 0 && queue.isEmpty();
  }
}
