package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's claim to a connection: asked for, waited for, held, handed back or given up. One
 * for each client connection, used again for each of its exchanges. Runs on the loop.
 */
public final class Lease implements Dialer.Listener {

  /** Hears how asking went; once for each time that it asks, maybe before asking returns. */
  public interface Borrower {
    void connected(UpstreamConnection connection);

    void notConnected(Failure failure);
  }

  private enum State {
    NONE,
    /** An idle connection is at hand; whether the backend has just closed it is being found out. */
    CHECKING,
    /** Every place for this target is taken. */
    QUEUED,
    DIALING,
    HELD
  }

  private final Borrower borrower;
  private final Channel client;
  private State state = State.NONE;
  private int turn;
  private boolean certain;
  private boolean once;
  private @Nullable TargetPool pool;
  private @Nullable UpstreamConnection connection;

  /** Kept between exchanges, because it is this client's alone. */
  private @Nullable UpstreamConnection own;

  private Dialer.@Nullable Attempt attempt;

  /**
   * @param client whose requests it is for
   */
  public Lease(Borrower borrower, Channel client) {
    this.borrower = borrower;
    this.client = client;
  }

  /**
   * Asks for a connection.
   *
   * @param certain whether the request cannot be sent twice: an idle connection is then looked at
   *     once more before it is used, so that one that the backend has closed by now is not
   * @param hasOther whether there is another target to turn to: then one round of attempts to
   *     connect is enough
   */
  public void ask(TargetPool from, boolean certain, boolean hasOther) {
    begin(from, certain);
    once = hasOther;
    UpstreamConnection mine = takeOwn(from);
    if (mine != null) {
      offered(mine);
    } else {
      from.lend(this);
    }
  }

  private @Nullable UpstreamConnection takeOwn(TargetPool from) {
    UpstreamConnection mine = own;
    if (mine == null || mine.pool() != from) {
      return null;
    }
    own = null;
    return mine.isIdle() ? mine : null;
  }

  private void keep(UpstreamConnection mine) {
    UpstreamConnection before = own;
    own = mine;
    if (before != null && before != mine) {
      before.close();
    }
  }

  /** The client's connection is over, and with it what is the client's alone. */
  public void end() {
    UpstreamConnection mine = own;
    own = null;
    if (mine != null) {
      mine.close();
    }
  }

  /** Asks for a connection that nobody has used. */
  public void askForFresh(TargetPool from) {
    begin(from, false);
    once = false;
    from.dialOrQueue(this);
  }

  /** Whether the request cannot be sent twice. */
  boolean isCertain() {
    return certain;
  }

  private void begin(TargetPool from, boolean isCertain) {
    turn++;
    pool = from;
    certain = isCertain;
  }

  /** Of the pool: an idle connection. */
  void offered(UpstreamConnection idle) {
    connection = idle;
    if (!certain) {
      hold(idle);
      return;
    }
    state = State.CHECKING;
    int mine = turn;
    // A scheduled task runs behind the next look at the sockets, which shows what has come by now.
    idle.channel()
        .eventLoop()
        .schedule(
            () -> {
              if (turn == mine && state == State.CHECKING) {
                checked(idle);
              }
            },
            1,
            TimeUnit.NANOSECONDS);
  }

  private void checked(UpstreamConnection idle) {
    if (idle.isIdle()) {
      hold(idle);
    } else {
      connection = null;
      state = State.NONE;
      pool().lend(this);
    }
  }

  private void hold(UpstreamConnection held) {
    state = State.HELD;
    borrower.connected(held);
  }

  /** Of the pool: wait for your turn. */
  void queued() {
    state = State.QUEUED;
  }

  /** Of the pool: too many wait already. */
  void refused() {
    state = State.NONE;
    borrower.notConnected(
        Failure.porty(FailureCode.TOO_BUSY, "too many requests wait for a connection"));
  }

  /** Of the pool: a place is taken, connect. */
  void dial(Dialer dialer) {
    state = State.DIALING;
    int mine = turn;
    DialRequest request = new DialRequest(pool().target(), pool().isChosenByClient(), client);
    Dialer.Attempt begun =
        once
            ? dialer.dialOnce(request, pool().loop(), this)
            : dialer.dial(request, pool().loop(), this);
    if (turn == mine && state == State.DIALING) {
      attempt = begun;
    }
  }

  @Override
  public void connected(Channel upstream) {
    attempt = null;
    UpstreamConnection fresh = pool().opened(upstream);
    connection = fresh;
    hold(fresh);
  }

  @Override
  public void failed(Failure failure) {
    attempt = null;
    state = State.NONE;
    pool().released();
    borrower.notConnected(failure);
  }

  /** The connection, while it is held. */
  public @Nullable UpstreamConnection held() {
    return state == State.HELD ? connection : null;
  }

  public boolean isQueued() {
    return state == State.QUEUED;
  }

  /** The connection went away, or to somebody else. */
  public void forget() {
    turn++;
    state = State.NONE;
    connection = null;
  }

  /**
   * Ends the lease after {@link ResponseSink#end}.
   *
   * @param requestComplete whether all of the request was written
   */
  public void handBack(boolean requestComplete) {
    UpstreamConnection held = held();
    forget();
    if (held != null && held.handBack(requestComplete)) {
      keep(held);
    }
  }

  /** Whatever it is at: no more. A connection that is held is closed. */
  public void giveUp() {
    State was = state;
    UpstreamConnection at = connection;
    forget();
    switch (was) {
      case CHECKING -> {
        if (at != null && at.isIdle()) {
          if (at.isBound()) {
            keep(at);
          } else {
            pool().takeBack(at);
          }
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
      throw new IllegalStateException("nothing was asked for");
    }
    return pool;
  }
}
