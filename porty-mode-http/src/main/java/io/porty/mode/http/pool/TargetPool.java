package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.AddressText;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.mode.Endpoint;
import io.porty.mode.http.head.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a route to one target on one event loop: idle ones, shared ones, and a queue
 * of leases that wait for a permit. On the loop.
 */
public final class TargetPool {

  private final UpstreamPool pool;
  private final Target target;
  private final byte[] hostField;
  private final LeaseQueue queue;
  private final IdleConnections idle;

  /** Null if connections to the target are never shared. */
  private final @Nullable SharedConnections shared;

  private Endpoint endpoint;

  /** The next pool of its hash bucket, used by {@link PoolTable}. */
  @Nullable TargetPool next;

  /** Permits in use, and shared connections. */
  private int open;

  /**
   * @param endpoint acquired for the pool, and released when the pool is removed
   * @param shares whether connections to the target may be shared by requests
   */
  TargetPool(UpstreamPool pool, Target target, Endpoint endpoint, boolean shares) {
    this.pool = pool;
    this.target = target;
    this.endpoint = endpoint;
    this.hostField = Ascii.bytes(hostOf(target));
    this.queue = new LeaseQueue(this, pool);
    this.idle = new IdleConnections(this, pool, queue);
    this.shared = shares ? new SharedConnections(this, pool) : null;
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

  /** The target. */
  public Target target() {
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

  /** Whether the client chose the target. */
  public boolean isChosenByClient() {
    return endpoint.key().isChosenByClient();
  }

  /** The event loop. */
  public EventLoop loop() {
    return pool.loop();
  }

  /** Whether connections belong to the client that they were made for, from the beginning. */
  public boolean namesClient() {
    return pool.namesClient();
  }

  /** The leases that wait for a permit. */
  LeaseQueue queue() {
    return queue;
  }

  /** The idle connections that are not shared. */
  IdleConnections idle() {
    return idle;
  }

  /** The shared connections, of a target whose connections may be shared. */
  public SharedConnections shared() {
    SharedConnections connections = shared;
    if (connections == null) {
      throw new IllegalStateException("connections to " + target + " are not shared");
    }
    return connections;
  }

  // Acquiring

  void acquire(Lease lease) {
    PooledConnection connection = idle.poll(lease);
    if (connection != null) {
      lease.offered(connection);
    } else if (hasPermit(lease)) {
      connect(lease);
    }
  }

  /** As {@link #acquire}, on a new connection: one that is dialled already, or its own. */
  void acquireNew(Lease lease) {
    if (hasPermit(lease)) {
      if (shared != null && shared.isExpected()) {
        shared.await(lease);
      } else {
        dial(lease);
      }
    }
  }

  /** Takes a permit for the lease; false if it waits for one, or is refused. */
  private boolean hasPermit(Lease lease) {
    pool.remember(this);
    if (queue.tryTake()) {
      open++;
      return true;
    }
    if (queue.add(lease)) {
      lease.queued();
      queue.serve();
    } else {
      pool.forgetIfUnused(this);
      lease.refused();
    }
    return false;
  }

  /** A queued lease has a permit. */
  void connectQueued(Lease lease) {
    open++;
    connect(lease);
  }

  /** A lease with a permit gets a stream of a shared connection, or dials. */
  private void connect(Lease lease) {
    SharedConnections connections = shared;
    if (connections != null) {
      PooledConnection stream = connections.openStream(lease);
      if (stream != null) {
        lease.offered(stream);
        return;
      }
      if (connections.isExpected()) {
        connections.await(lease);
        return;
      }
    }
    dial(lease);
  }

  void dial(Lease lease) {
    if (shared != null) {
      shared.dialBegan();
    }
    lease.dial(pool.dialer());
  }

  /** Takes ownership of a dialled channel, for the lease that dialled it. */
  PooledConnection opened(Channel upstream) {
    PooledConnection connection = pool.factory().open(upstream, this);
    if (!(connection instanceof SharedStream)) {
      pool.meter().upstreamConnections(1);
      if (shared != null) {
        shared.dialedExclusive();
      }
    }
    return connection;
  }

  /**
   * The backend has asked for HTTP/1.1, in which the requests of the next minutes are sent.
   *
   * @return false if that is not possible
   */
  boolean requireHttp1() {
    return pool.factory().requireHttp1(this);
  }

  /** A dial has failed or was cancelled. */
  void dialFailed() {
    if (shared != null) {
      shared.dialFailed();
    }
    released();
  }

  /** A waiting lease is cancelled. */
  void unqueue(Lease lease) {
    if (shared != null && shared.remove(lease)) {
      released();
    } else {
      queue.remove(lease);
      pool.forgetIfUnused(this);
    }
  }

  // Releasing

  /** A permit is free again: a connection or stream was closed, or a dial was cancelled. */
  void released() {
    open--;
    queue.giveBack();
    pool.forgetIfUnused(this);
  }

  /** A connection that is not shared becomes idle. */
  void released(PooledConnection connection) {
    if (!pool.keeps(this, connection)) {
      connection.close();
    } else if (!queue.isEmpty()) {
      queue.next().offered(connection);
    } else if (queue.isAnyoneWaiting()) {
      connection.close();
    } else {
      idle.push(connection);
    }
  }

  /** A connection that is not shared was closed or upgraded; once for each. */
  public void gone(PooledConnection connection) {
    idle.remove(connection);
    pool.meter().upstreamConnections(-1);
    released();
  }

  /** A shared connection is open; it has no permit of its own. */
  void sharedOpened() {
    open++;
  }

  /** A shared connection is closed. */
  void sharedGone() {
    open--;
    pool.forgetIfUnused(this);
  }

  /** The pool's route is no longer served. */
  void close() {
    idle.closeAll();
    if (shared != null) {
      shared.retireAll();
    }
  }

  boolean isUnused() {
    return open == 0 && queue.isEmpty();
  }
}
