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
 * The connections of one loop and route to one target: the idle ones wait here, the latest used on
 * top; leases wait here when the target's permits are taken. All calls are on the loop but {@link
 * #onPermitAvailable} and {@link #requestEviction}.
 */
public final class TargetPool implements ConnectionPermits.Pool {

  private final UpstreamPool pool;
  private final Target target;
  private final byte[] hostField;
  private final Deque<PooledConnection> idle = new ArrayDeque<>();
  private final Deque<Lease> queue = new ArrayDeque<>();
  private @Nullable ConnectionPermits limit;
  private Endpoint endpoint;

  /** The next one of its bucket, kept by {@link PoolTable}. */
  @Nullable TargetPool next;

  private boolean enqueued;
  private int open;

  /**
   * @param endpoint acquired for it, and released when it is forgotten
   */
  TargetPool(UpstreamPool pool, Target target, Endpoint endpoint) {
    this.pool = pool;
    this.target = target;
    this.endpoint = endpoint;
    this.hostField = Ascii.bytes(hostOf(target));
  }

  /** A Unix domain socket has no name of its own. */
  private static String hostOf(Target target) {
    if (target.isUnix()) {
      return "localhost";
    }
    int implied = Math.max(target.scheme().defaultPort(), Scheme.HTTP.defaultPort());
    return target.port() == implied
        ? AddressText.bracketed(target.host())
        : AddressText.hostPort(target.host(), target.port());
  }

  /** The value of Host for this target. */
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

  /** It was forgotten and comes back: so may the endpoint have been. */
  void move(Endpoint again) {
    endpoint = again;
  }

  /** The loop's coarse clock, in ticks. */
  public int now() {
    return pool.now();
  }

  boolean isChosenByClient() {
    return endpoint.key().isChosenByClient();
  }

  /** The route's event loop, for what its connections schedule. */
  public EventLoop loop() {
    return pool.loop();
  }

  /** From now on this pool counts against the route's bound for its target. */
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
    if (limit == null || limit.tryTake()) {
      dial(lease);
    } else if (!limit.tryQueue()) {
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
   * The latest used. A request that cannot be sent twice gets none that the backend may be about to
   * close; where connections are bounded, an old one makes room for a fresh one then.
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

  /** A permit is free again: a connection is gone, or a dial was given up. */
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
      } else if (permits == null || permits.tryTake()) {
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

  /** A permit may be free; from any thread. */
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

  /** Was woken for nothing, because who waited has left: the next one may need the permit. */
  private void passPermitOn() {
    ConnectionPermits permits = limit;
    if (queue.isEmpty() && permits != null && permits.hasQueued() && permits.tryTake()) {
      permits.giveBack();
    }
  }

  /** Another loop waits for a permit that an idle connection here may hold; from any thread. */
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
                }
              }
            });
  }

  // Releasing

  /** An idle connection is to be used again. */
  void released(PooledConnection connection) {
    if (!pool.keeps(this, connection)) {
      connection.close();
    } else if (!queue.isEmpty()) {
      nextQueued().offered(connection);
    } else if (limit != null && limit.hasQueued()) {
      connection.close();
    } else {
      connection.idleSince(pool.now());
      connection.listed = true;
      idle.addFirst(connection);
      pool.idleList().add(connection);
      pool.meter().upstreamIdleConnections(1);
      pool.trim();
    }
  }

  /** A connection is closed, or left HTTP; once for each. */
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
