package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.RoutedDial;
import io.porty.api.route.Decision;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.pool.Reuse;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * Phase "acquire": acquires a stream to one of the targets of a decision from the targets' pools.
 * Reused for every exchange of a stream. On its event loop.
 */
final class Acquisition implements Lease.Listener, RoutedDial.Connector, RoutedDial.Listener {

  /** Implemented by the exchange. */
  interface Listener {

    /**
     * The previous target could not be connected: prepares the request for this one.
     *
     * @return the pool of the target
     */
    TargetPool prepareNext(Decision.To next);

    /** A stream was acquired. */
    void acquired(UpstreamStream upstream);

    /** Ends the exchange with a failure. */
    void fail(Failure failure);
  }

  private final Listener exchange;
  private final ExchangeLog log;
  private final Deadlines deadlines;
  private final Lease lease;
  private final RoutedDial dial = new RoutedDial(this, this);
  private Reuse reuse = Reuse.ANY;
  private @Nullable TargetPool pool;

  /**
   * @param client the client connection of the requests
   */
  Acquisition(Listener exchange, Conduit client, ExchangeLog log, Deadlines deadlines) {
    this.exchange = exchange;
    this.log = log;
    this.deadlines = deadlines;
    this.lease = new Lease(this, client);
  }

  /** The lease of the stream, while it is requested and held. */
  Lease lease() {
    return lease;
  }

  /**
   * Acquires a stream of a decision's target, or of its fallbacks.
   *
   * @param from the pool of the target
   * @param which which connections may be reused
   */
  void start(Decision.To to, TargetPool from, Reuse which) {
    pool = from;
    reuse = which;
    dial.start(to);
  }

  /**
   * The acquired stream has failed: acquires another one of the same target.
   *
   * @param pools of the route
   * @param failure of the previous attempt
   */
  void again(RoutePools pools, Failure failure) {
    lease.detach();
    log.retried(failure);
    deadlines.touch();
    TargetPool next = pools.again(pool());
    pool = next;
    lease.acquire(next, Reuse.NEVER, false);
  }

  @Override
  public void connect(Decision.To to, boolean onlyOnce) {
    deadlines.touch();
    lease.acquire(pool(), reuse, onlyOnce);
  }

  @Override
  public void acquired(UpstreamStream upstream) {
    log.connected(upstream);
    deadlines.touch();
    exchange.acquired(upstream);
  }

  @Override
  public void notAcquired(Failure failure) {
    dial.failed(failure);
  }

  @Override
  public @Nullable String traceId() {
    return log.traceId();
  }

  @Override
  public void failedOver(Decision.To failed, Failure why, Decision.To next) {
    log.failedOver(why, next.target());
    pool = exchange.prepareNext(next);
  }

  @Override
  public void failed(Failure failure, Decision.To last) {
    exchange.fail(failure);
  }

  private TargetPool pool() {
    TargetPool of = pool;
    if (of == null) {
      throw new IllegalStateException("no target");
    }
    return of;
  }
}
