package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.jfr.ConnectJfr;
import io.porty.net.opening.proxy.ProxyVersion;
import io.porty.net.opening.proxy.ProxyWriter;
import io.porty.net.tls.upstream.UpstreamTls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dial: checks the policy by name, resolves, checks the addresses, then runs {@link
 * ConnectRace} rounds over the allowed addresses until one connects or the timeout or retry limit
 * is reached. On one event loop.
 */
final class DialAttempt
    implements Dialer.Attempt, TargetLookup.Listener, ConnectRace.Listener, SecureConnect.Listener {

  /**
   * Maximum addresses of a name that one dial tries, so that a foreign name server cannot cause any
   * number of connection attempts. Successive dials start with different addresses.
   */
  private static final int MAX_ADDRESSES = 64;

  /**
   * A denial that needed a DNS lookup is delayed to the next multiple of this: otherwise its timing
   * would disclose whether the name exists.
   */
  private static final long DENIAL_STEP_MILLIS = 250;

  private final NettyDialer dialer;
  private final DialRequest request;
  private final Target target;
  private final EventLoop loop;
  private final Dialer.Listener listener;
  private final long startNanos = System.nanoTime();
  private final int maxRetries;
  private final ConnectJfr jfrEvent = ConnectJfr.begin();
  private List<? extends SocketAddress> addresses = List.of();
  private int retries;
  private boolean done;

  /** Whether the listener was called. */
  private boolean listenerCalled;

  private final DialedEndpoint endpoint;
  private @Nullable TargetLookup lookup;
  private @Nullable ConnectRace race;
  private @Nullable SecureConnect securing;
  private @Nullable Future<?> timer;

  DialAttempt(
      NettyDialer dialer,
      DialRequest request,
      EventLoop loop,
      Dialer.Listener listener,
      int maxRetries) {
    this.dialer = dialer;
    this.request = request;
    this.target = request.target();
    this.loop = loop;
    this.listener = listener;
    this.maxRetries = maxRetries;
    this.endpoint = new DialedEndpoint(dialer.shared().endpoints(), dialer.key(request));
  }

  void start() {
    Optional<String> denial = dialer.denialByName(request);
    if (denial.isPresent()) {
      deny(denial.get());
    } else if (target.isUnix()) {
      addresses = List.of(dialer.address(target));
      connect();
    } else {
      resolve();
    }
  }

  private void resolve() {
    TargetLookup begun = new TargetLookup(dialer, request, loop, this);
    lookup = begun;
    begun.start(millisLeft());
  }

  @Override
  public void onAddresses(List<InetSocketAddress> allowed) {
    lookup = null;
    if (done) {
      return;
    }
    List<InetSocketAddress> ordered = endpoint.resolved(allowed);
    addresses = ordered.subList(0, Math.min(MAX_ADDRESSES, ordered.size()));
    connect();
  }

  @Override
  public void onLookupFailed(FailureCode code, String detail) {
    lookup = null;
    if (done) {
      return;
    }
    if (code != FailureCode.RESOLVER_BUSY) {
      endpoint.failed();
    }
    if (code == FailureCode.DNS_FAILURE && dialer.hidesUnknownNames(request)) {
      denyDelayed(detail);
    } else {
      fail(code, detail);
    }
  }

  @Override
  public void onDenied(String reason) {
    lookup = null;
    if (dialer.hidesUnknownNames(request)) {
      denyDelayed(reason);
    } else {
      deny(reason);
    }
  }

  private void denyDelayed(String reason) {
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    long left = DENIAL_STEP_MILLIS - elapsed % DENIAL_STEP_MILLIS;
    timer = loop.schedule(() -> runGuarded(() -> deny(reason)), left, TimeUnit.MILLISECONDS);
  }

  private void deny(String reason) {
    end(Failure.client(FailureCode.TARGET_DENIED, reason), "denied");
  }

  private void connect() {
    if (done) {
      return;
    }
    if (millisLeft() <= 0) {
      failTimeout();
      return;
    }
    ConnectRace next =
        new ConnectRace(dialer, endpoint.state(), loop, addresses, this::millisLeft, this);
    race = next;
    next.start();
  }

  @Override
  public void onConnected(Channel channel) {
    if (!runGuarded(() -> complete(channel))) {
      channel.close();
    }
  }

  private void complete(Channel channel) {
    race = null;
    if (!dialer.shared().connections().register(channel, request)) {
      channel.close();
      fail(FailureCode.LOOP, target + " leads back here");
      return;
    }
    ProxyVersion header = dialer.sendProxy();
    if (header != null) {
      // Not flushed: it leaves with the TLS hello, or with what the listener writes first.
      channel.write(ProxyWriter.header(header, request.client(), channel.alloc()));
    }
    if (target.scheme().isTls()) {
      secure(channel);
    } else {
      deliver(channel);
    }
  }

  /** TLS, within the same time. Its settings may still be on their way from the disk. */
  private void secure(Channel channel) {
    SecureConnect handshake = new SecureConnect(channel, target, this);
    securing = handshake;
    CompletableFuture<UpstreamTls> tls = dialer.tls().get();
    if (tls.isDone() && !tls.isCompletedExceptionally()) {
      handshake.start(tls.join(), Math.max(1, millisLeft()));
      return;
    }
    tls.whenComplete(
        (prepared, failure) ->
            loop.execute(() -> runGuarded(() -> onTlsPrepared(handshake, prepared, failure))));
  }

  private void onTlsPrepared(
      SecureConnect handshake, @Nullable UpstreamTls prepared, @Nullable Throwable failure) {
    if (done) {
      return;
    }
    if (prepared == null) {
      handshake.cancel();
      end(
          Failure.porty(
              FailureCode.TLS_FAILED, String.valueOf(failure == null ? "" : failure.getMessage())),
          "no TLS");
    } else {
      handshake.start(prepared, Math.max(1, millisLeft()));
    }
  }

  @Override
  public void onSecured(Channel channel) {
    securing = null;
    if (!runGuarded(() -> deliver(channel))) {
      channel.close();
    }
  }

  /** Not tried again: the same backend would answer the same. */
  @Override
  public void onInsecure(FailureCode code, String detail) {
    securing = null;
    endpoint.failed();
    runGuarded(() -> fail(code, detail));
  }

  private void deliver(Channel channel) {
    done = true;
    endpoint.connected(channel);
    jfrEvent.end(target, retries, "");
    if (dialer.meters.isOn()) {
      dialer.meters.connected(loop, System.nanoTime() - startNanos);
    }
    listenerCalled = true;
    listener.connected(channel);
    if (dialer.namesClient()) {
      channel.flush(); // the listener may have nothing to send yet
    }
  }

  @Override
  public void onFailed(Throwable cause, String detail) {
    runGuarded(() -> retryOrFail(cause, detail));
  }

  private void retryOrFail(Throwable cause, String detail) {
    race = null;
    if (cause instanceof ConnectTimeoutException) {
      failTimeout();
      return;
    }
    endpoint.failed();
    long delay = Backoff.millis(retries);
    if (retries >= maxRetries || delay >= millisLeft()) {
      fail(FailureCode.CONNECT_REFUSED, detail);
      return;
    }
    retries++;
    dialer.meters.redialled(loop);
    timer = loop.schedule(() -> runGuarded(this::connect), delay, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs a step of a promise or task, which would swallow its exception and never complete the
   * dial.
   *
   * @return false if the step threw
   */
  @Override
  public boolean runGuarded(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      onException(e);
      return false;
    }
  }

  /**
   * An unexpected exception. One that the listener throws is passed to the client's handler; any
   * other one is an internal error of the dial.
   */
  private void onException(Throwable cause) {
    Channel client = request.client();
    if (listenerCalled && client != null) {
      client.pipeline().fireExceptionCaught(cause);
      return;
    }
    dialer.shared().errors().report(InternalErrors.DIAL, "route " + dialer.routeName(), cause);
    if (!listenerCalled) {
      done = true;
      listenerCalled = true;
      endpoint.release();
      listener.failed(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    }
  }

  private void failTimeout() {
    endpoint.failed();
    fail(FailureCode.CONNECT_TIMEOUT, "connecting to " + target + " took too long");
  }

  private void fail(FailureCode code, String detail) {
    end(Failure.upstream(code, detail), detail);
  }

  /** Ends the dial with a failure. Idempotent. */
  private void end(Failure failure, String jfrText) {
    if (!done) {
      done = true;
      endpoint.release();
      jfrEvent.end(target, retries, jfrText);
      listenerCalled = true;
      listener.failed(failure);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(dialer.timeoutNanos() - (System.nanoTime() - startNanos));
  }

  @Override
  public void cancel() {
    if (done) {
      return;
    }
    done = true;
    endpoint.release();
    jfrEvent.end(target, retries, "cancelled");
    cancelTimer();
    if (lookup != null) {
      lookup.cancel();
    }
    if (race != null) {
      race.cancel();
    }
    if (securing != null) {
      securing.cancel();
    }
  }
}
