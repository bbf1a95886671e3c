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
import io.porty.net.opening.proxy.ProxyVersion;
import io.porty.net.opening.proxy.ProxyWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
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
  private final DialOutcome outcome;
  private final DialedEndpoint endpoint;
  private final int maxRetries;
  private List<? extends SocketAddress> addresses = List.of();
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
    this.outcome = new DialOutcome(dialer, request, loop, listener);
    this.endpoint = outcome.endpoint();
    this.maxRetries = maxRetries;
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
    List<InetSocketAddress> literal = endpoint.state().literal();
    if (!literal.isEmpty()) {
      addresses = literal;
      connect();
      return;
    }
    TargetLookup begun = new TargetLookup(dialer, request, loop, this);
    lookup = begun;
    begun.start(millisLeft());
  }

  @Override
  public void onAddresses(List<InetSocketAddress> allowed) {
    lookup = null;
    if (outcome.isDecided()) {
      return;
    }
    List<InetSocketAddress> ordered = endpoint.resolved(allowed);
    addresses = ordered.subList(0, Math.min(MAX_ADDRESSES, ordered.size()));
    connect();
  }

  @Override
  public void onLookupFailed(FailureCode code, String detail) {
    lookup = null;
    if (outcome.isDecided()) {
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
    long elapsed = TimeUnit.NANOSECONDS.toMillis(outcome.elapsedNanos());
    long left = DENIAL_STEP_MILLIS - elapsed % DENIAL_STEP_MILLIS;
    timer = loop.schedule(() -> runGuarded(() -> deny(reason)), left, TimeUnit.MILLISECONDS);
  }

  private void deny(String reason) {
    outcome.failed(Failure.client(FailureCode.TARGET_DENIED, reason), "denied");
  }

  private void connect() {
    if (outcome.isDecided()) {
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
    channel.config().setRecvByteBufAllocator(dialer.readBuffers().of(target.scheme()));
    ProxyVersion header = dialer.sendProxy();
    if (header != null) {
      // Not flushed: it leaves with the TLS hello, or with what the listener writes first.
      channel.write(
          new ProxyWriter(header, request.uniqueId()).header(request.client(), channel.alloc()));
    }
    if (target.scheme().isTls()) {
      secure(channel);
    } else {
      outcome.connected(channel);
    }
  }

  private void secure(Channel channel) {
    SecureConnect handshake = new SecureConnect(channel, target, this);
    securing = handshake;
    handshake.start(dialer.tls().get(), this::millisLeft);
  }

  @Override
  public void onTlsUnavailable(String detail) {
    outcome.failed(Failure.porty(FailureCode.TLS_FAILED, detail), "no TLS");
  }

  @Override
  public void onSecured(Channel channel) {
    securing = null;
    if (!runGuarded(() -> outcome.connected(channel))) {
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
    long delay = Backoff.millis(outcome.retries());
    if (outcome.retries() >= maxRetries || delay >= millisLeft()) {
      fail(FailureCode.CONNECT_REFUSED, detail);
      return;
    }
    outcome.retried();
    timer = loop.schedule(() -> runGuarded(this::connect), delay, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean runGuarded(Runnable step) {
    return outcome.runGuarded(step);
  }

  private void failTimeout() {
    endpoint.failed();
    fail(FailureCode.CONNECT_TIMEOUT, "connecting to " + target + " took too long");
  }

  private void fail(FailureCode code, String detail) {
    outcome.failed(Failure.upstream(code, detail), detail);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(dialer.timeoutNanos() - outcome.elapsedNanos());
  }

  @Override
  public void cancel() {
    if (outcome.isDecided()) {
      return;
    }
    outcome.cancelled();
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
