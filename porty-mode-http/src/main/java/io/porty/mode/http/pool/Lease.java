package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoint;
import io.porty.mode.http.stream.UpstreamStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's lease of a connection: queued, dialling, held, released or cancelled. One for each
 * client stream, reused for its exchanges. On the event loop.
 */
public final class Lease implements Dialer.Listener {

  /** Called once for each {@link #acquire}, possibly before it returns. */
  public interface Listener {
    void acquired(UpstreamStream upstream);

    void notAcquired(Failure failure);

    /** The request's trace, 32 digits, for a connection that names its client; null for none. */
    @Nullable String traceId();
  }

  private enum State {
    NONE,
    /** An idle connection is being checked for end of stream. */
    CHECKING,
    /** All permits of the target are in use. */
    QUEUED,
    /** Another lease dials a connection that can be shared. */
    AWAITING,
    DIALING,
    HELD
  }

  private final Listener listener;
  private final Conduit client;
  private State state = State.NONE;
  private int turn;
  private Reuse reuse = Reuse.ANY;
  private boolean singleAttempt;
  private @Nullable TargetPool pool;
  private @Nullable PooledConnection connection;

  /** Kept between exchanges, because it is bound to this client. */
  private @Nullable PooledConnection own;

  private Dialer.@Nullable Attempt attempt;

  /** The endpoint of the request in flight, while the connection is held. */
  private @Nullable Endpoint endpoint;

  /**
   * @param client the client connection of the requests
   */
  public Lease(Listener listener, Conduit client) {
    this.listener = listener;
    this.client = client;
  }

  /**
   * Acquires a connection.
   *
   * @param from the pool of the target
   * @param which which connections may be used
   * @param onlyOnce whether to dial without retries, because there is a fallback target
   */
  public void acquire(TargetPool from, Reuse which, boolean onlyOnce) {
    turn++;
    pool = from;
    reuse = which;
    singleAttempt = onlyOnce;
    PooledConnection mine = which == Reuse.NEVER ? null : takeOwn(from);
    if (mine != null) {
      offered(mine);
    } else if (which == Reuse.NEVER) {
      from.acquireNew(this);
    } else {
      from.acquire(this);
    }
  }

  private @Nullable PooledConnection takeOwn(TargetPool from) {
    PooledConnection mine = own;
    if (mine == null || mine.pool() != from) {
      return null;
    }
    own = null;
    return from.idle().takeBound(mine, this) ? mine : null;
  }

  private void keep(PooledConnection mine) {
    PooledConnection before = own;
    own = mine;
    if (before != null && before != mine) {
      before.close();
    }
  }

  /** The client's connection is closed: closes the connection that is bound to it. */
  public void close() {
    PooledConnection mine = own;
    own = null;
    if (mine != null) {
      mine.close();
    }
  }

  /** Whether the request cannot be retried. */
  boolean isNotRetryable() {
    return reuse == Reuse.CHECKED;
  }

  /** Called by the pool: an idle connection. */
  void offered(PooledConnection idle) {
    connection = idle;
    if (reuse != Reuse.CHECKED) {
      hold(idle);
      return;
    }
    state = State.CHECKING;
    int mine = turn;
    // Scheduled tasks run after the next epoll_wait: an end of stream that has arrived is
    // processed before this task.
    pool()
        .loop()
        .schedule(
            () -> {
              if (turn == mine && state == State.CHECKING) {
                checked(idle);
              }
            },
            1,
            TimeUnit.NANOSECONDS);
  }

  private void checked(PooledConnection idle) {
    if (idle.isIdle()) {
      hold(idle);
    } else {
      connection = null;
      state = State.NONE;
      pool().acquire(this);
    }
  }

  private void hold(PooledConnection held) {
    state = State.HELD;
    endpoint = pool().endpoint();
    endpoint.requestBegan();
    try {
      listener.acquired(held);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      // The caller may be a task, or the end of another client's exchange.
      client.channel().pipeline().fireExceptionCaught(e);
    }
  }

  /** Called by the pool: the lease is queued. */
  void queued() {
    state = State.QUEUED;
  }

  /** Called by the pool: waits for a connection that another lease dials. */
  void awaitsConnection() {
    state = State.AWAITING;
  }

  /** Called by the pool: the queue is full. */
  void refused() {
    state = State.NONE;
    listener.notAcquired(
        Failure.porty(FailureCode.UPSTREAM_OVERLOADED, "too many requests wait for a connection"));
  }

  /** Called by the pool: a permit is acquired, dial. */
  void dial(Dialer dialer) {
    state = State.DIALING;
    int mine = turn;
    DialRequest request =
        new DialRequest(
            pool().target(),
            pool().isChosenByClient(),
            client.channel(),
            pool().namesClient() ? listener.traceId() : null);
    Dialer.Attempt begun =
        singleAttempt
            ? dialer.dialOnce(request, pool().loop(), this)
            : dialer.dial(request, pool().loop(), this);
    if (turn == mine && state == State.DIALING) {
      attempt = begun;
    }
  }

  @Override
  public void connected(Channel upstream) {
    attempt = null;
    PooledConnection fresh = pool().opened(upstream);
    connection = fresh;
    hold(fresh);
  }

  @Override
  public void failed(Failure failure) {
    attempt = null;
    state = State.NONE;
    pool().dialFailed();
    listener.notAcquired(failure);
  }

  /** The connection while it is held, else null. */
  public @Nullable UpstreamStream connection() {
    return state == State.HELD ? connection : null;
  }

  /** Whether it waits for a permit, or for a connection that another lease dials. */
  public boolean isQueued() {
    return state == State.QUEUED || state == State.AWAITING;
  }

  /** The connection is closed or detached. */
  public void detach() {
    turn++;
    if (state == State.HELD && endpoint != null) {
      endpoint.requestEnded();
    }
    state = State.NONE;
    connection = null;
  }

  /**
   * Ends the lease after {@link UpstreamStream.Handler#responseEnded}.
   *
   * @param requestComplete whether the request is sent completely
   */
  public void release(boolean requestComplete) {
    PooledConnection held = state == State.HELD ? connection : null;
    detach();
    if (held != null && held.release(requestComplete)) {
      giveBack(held);
    }
  }

  private void giveBack(PooledConnection idle) {
    if (!idle.isBound()) {
      pool().released(idle);
    } else if (pool().idle().keepBound(idle)) {
      keep(idle);
    }
  }

  /** Cancels the lease in any state. A held connection is closed. */
  public void cancel() {
    State was = state;
    PooledConnection at = connection;
    detach();
    switch (was) {
      case CHECKING -> {
        if (at instanceof SharedStream) {
          at.close();
        } else if (at != null && at.isIdle()) {
          giveBack(at);
        }
      }
      case QUEUED, AWAITING -> pool().unqueue(this);
      case DIALING -> {
        if (attempt != null) {
          attempt.cancel();
          attempt = null;
        }
        pool().dialFailed();
      }
      case HELD -> {
        if (at != null) {
          at.close();
        }
      }
      case NONE -> {}
    }
  }

  private TargetPool pool() {
    if (pool == null) {
      throw new IllegalStateException("no connection was acquired");
    }
    return pool;
  }
}
