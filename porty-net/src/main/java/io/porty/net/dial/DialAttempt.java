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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dial: ask the policy, resolve, check the addresses, then rounds over the allowed ones until
 * one connects or time or retries run out. On one loop.
 */
final class DialAttempt implements Dialer.Attempt, ConnectRace.Finish {

  /**
   * Addresses of one name that a dial tries, a quarter second apart: a name server of strangers
   * does not decide how many ports are knocked on. Dials begin with different ones.
   */
  private static final int MAX_ADDRESSES = 64;

  /**
   * A client's refusal that needed a look-up is answered at the next multiple of this: how long the
   * look-up took would tell whether the name exists.
   */
  private static final long REFUSAL_STEP_MILLIS = 250;

  private final NettyDialer dialer;
  private final DialRequest request;
  private final Target target;
  private final EventLoop loop;
  private final Dialer.Listener listener;
  private final long beginNanos = System.nanoTime();
  private final int maxRetries;
  private final ConnectJfr flight = ConnectJfr.begin();
  private List<? extends SocketAddress> addresses = List.of();
  private int retries;
  private boolean done;

  /** Whether the listener has heard how it ended. */
  private boolean told;

  private final DialedEndpoint endpoint;
  private NameResolver.@Nullable Pending lookup;
  private @Nullable ConnectRace race;
  private @Nullable Future<?> waiting;

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
    if (!target.scheme().isSupported()) {
      unsupported();
      return;
    }
    Optional<String> refusal = dialer.refusalByName(request);
    if (refusal.isPresent()) {
      deny(refusal.get());
    } else if (target.isUnix()) {
      addresses = List.of(dialer.address(target));
      connect();
    } else {
      resolve();
    }
  }

  /** A router chose it: the configuration has none. It is not spoken to in plain text instead. */
  private void unsupported() {
    String reason = target + ": " + target.scheme().unsupportedReason();
    end(Failure.porty(FailureCode.UNSUPPORTED_SCHEME, reason), reason);
  }

  private void resolve() {
    NameResolver.Pending pending = dialer.resolve(request);
    CompletableFuture<InetAddress[]> answer = pending.answer();
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      check(answer.join());
      return;
    }
    lookup = pending;
    waiting =
        loop.schedule(
            () ->
                guarded(
                    () ->
                        unresolved(
                            new LookupException(FailureCode.CONNECT_TIMEOUT, "took too long"))),
            millisLeft(),
            TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (found, failure) -> loop.execute(() -> guarded(() -> resolved(found, failure))));
  }

  private void resolved(InetAddress @Nullable [] found, @Nullable Throwable failure) {
    if (done || lookup == null) {
      return;
    }
    lookup = null;
    stopWaiting();
    if (found == null) {
      unresolved(failure);
    } else {
      check(found);
    }
  }

  private void unresolved(@Nullable Throwable failure) {
    leaveLookup();
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    FailureCode code = why instanceof LookupException e ? e.code() : FailureCode.DNS_FAILURE;
    if (code != FailureCode.RESOLVER_BUSY) {
      endpoint.failed();
    }
    String detail = "resolving " + target.host() + (why == null ? "" : ": " + why.getMessage());
    if (code == FailureCode.DNS_FAILURE && dialer.hidesUnknownNames(request)) {
      denyInStep(detail);
    } else {
      fail(code, detail);
    }
  }

  private void check(InetAddress[] found) {
    List<InetSocketAddress> allowed = new ArrayList<>(1);
    String refusal = null;
    for (InetAddress address : found) {
      String reason = dialer.refusal(request, address).orElse(null);
      if (reason == null) {
        allowed.add(new InetSocketAddress(address, target.port()));
      } else if (refusal == null) {
        refusal = reason;
      }
    }
    if (allowed.isEmpty()) {
      String reason = refusal == null ? target + " has no address" : refusal;
      if (dialer.hidesUnknownNames(request)) {
        denyInStep(reason);
      } else {
        deny(reason);
      }
      return;
    }
    List<InetSocketAddress> ordered = endpoint.resolved(allowed);
    addresses = ordered.subList(0, Math.min(MAX_ADDRESSES, ordered.size()));
    connect();
  }

  private void denyInStep(String reason) {
    long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    long left = REFUSAL_STEP_MILLIS - taken % REFUSAL_STEP_MILLIS;
    waiting = loop.schedule(() -> guarded(() -> deny(reason)), left, TimeUnit.MILLISECONDS);
  }

  private void deny(String reason) {
    end(Failure.client(FailureCode.TARGET_DENIED, reason), "denied");
  }

  private void connect() {
    if (done) {
      return;
    }
    if (millisLeft() <= 0) {
      tooLong();
      return;
    }
    ConnectRace round =
        new ConnectRace(dialer, endpoint.state(), loop, addresses, this::millisLeft, this);
    race = round;
    round.start();
  }

  @Override
  public void won(Channel channel) {
    if (!guarded(() -> take(channel))) {
      channel.close();
    }
  }

  private void take(Channel channel) {
    race = null;
    if (!dialer.shared().connections().made(channel, request)) {
      channel.close();
      fail(FailureCode.LOOP, target + " leads back here");
      return;
    }
    done = true;
    endpoint.connected(channel);
    flight.end(target, retries, "");
    if (dialer.meters.isOn()) {
      dialer.meters.connected(loop, System.nanoTime() - beginNanos);
    }
    told = true;
    listener.connected(channel);
  }

  @Override
  public void lost(Throwable cause, String words) {
    guarded(() -> tryAgain(cause, words));
  }

  private void tryAgain(Throwable cause, String words) {
    race = null;
    if (cause instanceof ConnectTimeoutException) {
      tooLong();
      return;
    }
    endpoint.failed();
    long wait = Backoff.millis(retries);
    if (retries >= maxRetries || wait >= millisLeft()) {
      fail(FailureCode.CONNECT_REFUSED, words);
      return;
    }
    retries++;
    dialer.meters.redialled(loop);
    waiting = loop.schedule(() -> guarded(this::connect), wait, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs a step that a promise or a task began: either would swallow what is thrown, and whoever
   * waits would wait for ever.
   */
  private boolean guarded(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      failed(e);
      return false;
    }
  }

  /**
   * An exception that nobody expects. One of whoever waits is its own affair: it hears of it as its
   * client's handler.
   */
  private void failed(Throwable cause) {
    Channel client = request.client();
    if (told && client != null) {
      client.pipeline().fireExceptionCaught(cause);
      return;
    }
    dialer.shared().errors().report(InternalErrors.DIAL, "route " + dialer.routeName(), cause);
    if (!told) {
      done = true;
      told = true;
      endpoint.release();
      listener.failed(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    }
  }

  private void tooLong() {
    endpoint.failed();
    fail(FailureCode.CONNECT_TIMEOUT, "connecting to " + target + " took too long");
  }

  private void fail(FailureCode code, String detail) {
    end(Failure.upstream(code, detail), detail);
  }

  /** Has failed; once. */
  private void end(Failure failure, String recorded) {
    if (!done) {
      done = true;
      endpoint.release();
      flight.end(target, retries, recorded);
      told = true;
      listener.failed(failure);
    }
  }

  private void stopWaiting() {
    if (waiting != null) {
      waiting.cancel(false);
      waiting = null;
    }
  }

  private void leaveLookup() {
    if (lookup != null) {
      lookup.leave().run();
      lookup = null;
    }
  }

  private long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(dialer.timeoutNanos() - (System.nanoTime() - beginNanos));
  }

  @Override
  public void cancel() {
    if (done) {
      return;
    }
    done = true;
    endpoint.release();
    flight.end(target, retries, "given up: nobody waits for it any more");
    stopWaiting();
    leaveLookup();
    if (race != null) {
      race.cancel();
    }
  }
}
