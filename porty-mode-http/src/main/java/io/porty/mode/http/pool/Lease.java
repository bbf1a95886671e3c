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
 * An exchange's claim to a connection: acquired, waited for, held, released or cancelled. One for
 * each client stream, used again for each of its exchanges. Runs on the loop.
 */
public final class Lease implements Dialer.Listener {

  /** Hears how acquiring went; once for each {@link #acquire}, maybe before it returns. */
  public interface Listener {
    void acquired(UpstreamStream upstream);

    void notAcquired(Failure failure);
  }

  /** Which connections will do. */
  public enum Reuse {
    /** Any idle one: the request can be sent once more if the backend has just closed it. */
    ANY,
    /**
     * The request is not retryable: an idle one that was used lately, and whose socket was looked
     * at once more, so that one that the backend has closed by now is not used.
     */
    CHECKED,
    /** Only one that nobody has used. */
    NEVER
  }

  private enum State {
    NONE,
    /** An idle connection is at hand; whether the backend has just closed it is being found out. */
    CHECKING,
    /** Every permit for this target is taken. */
    QUEUED,
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

  /** Kept between exchanges, because it is this client's alone. */
  private @Nullable PooledConnection own;

  private Dialer.@Nullable Attempt attempt;

  /** Where the request is under way, while the connection is held. */
  private @Nullable Endpoint endpoint;

  /**
   * @param client whose requests it is for
   */
  public Lease(Listener listener, Conduit client) {
    this.listener = listener;
    this.client = client;
  }

  /**
   * Asks for a connection.
   *
   * @param onlyOnce whether one round of attempts to connect is enough, because there is another
   *     target
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
      from.dialOrQueue(this);
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
    return mine.isIdle() ? mine : null;
  }

  private void keep(PooledConnection mine) {
    PooledConnection before = own;
    own = mine;
    if (before != null && before != mine) {
      before.close();
    }
  }

  /** The client's connection is over, and with it what is the client's alone. */
  public void close() {
    PooledConnection mine = own;
    own = null;
    if (mine != null) {
      mine.close();
    }
  }

  /** Whether the request cannot be sent twice. */
  boolean isNotRetryable() {
    return reuse == Reuse.CHECKED;
  }

  /** Of the pool: an idle connection. */
  void offered(PooledConnection idle) {
    connection = idle;
    if (reuse != Reuse.CHECKED) {
      hold(idle);
      return;
    }
    state = State.CHECKING;
    int mine = turn;
    // Scheduled tasks run after the next epoll_wait: an end of stream that has arrived by now is
    // seen before.
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
      // What runs here may be a task, or the end of another client's exchange.
      client.channel().pipeline().fireExceptionCaught(e);
    }
  }

  /** Of the pool: wait for your turn. */
  void queued() {
    state = State.QUEUED;
  }

  /** Of the pool: too many wait already. */
  void refused() {
    state = State.NONE;
    listener.notAcquired(
        Failure.porty(FailureCode.UPSTREAM_OVERLOADED, "too many requests wait for a connection"));
  }

  /** Of the pool: a permit is taken, connect. */
  void dial(Dialer dialer) {
    state = State.DIALING;
    int mine = turn;
    DialRequest request =
        new DialRequest(pool().target(), pool().isChosenByClient(), client.channel());
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
    pool().released();
    listener.notAcquired(failure);
  }

  /** The connection, while it is held. */
  public @Nullable UpstreamStream connection() {
    return state == State.HELD ? connection : null;
  }

  public boolean isQueued() {
    return state == State.QUEUED;
  }

  /** The connection went away, or to somebody else. */
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
   * @param requestComplete whether all of the request was written
   */
  public void release(boolean requestComplete) {
    PooledConnection held = state == State.HELD ? connection : null;
    detach();
    if (held != null && held.release(requestComplete)) {
      giveBack(held);
    }
  }

  private void giveBack(PooledConnection idle) {
    if (idle.isBound()) {
      keep(idle);
    } else {
      pool().released(idle);
    }
  }

  /** Whatever it is at: no more. A connection that is held is closed. */
  public void cancel() {
    State was = state;
    PooledConnection at = connection;
    detach();
    switch (was) {
      case CHECKING -> {
        if (at != null && at.isIdle()) {
          giveBack(at);
        }
      }
      case QUEUED -> pool().unqueue(this);
      case DIALING -> {
        if (attempt != null) {
          attempt.cancel();
          attempt = null;
        }
        pool().released();
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
      throw new IllegalStateException("nothing was acquired");
    }
    return pool;
  }
}
