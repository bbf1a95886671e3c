package io.porty.engine.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.engine.flight.ConnectFlight;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dial: resolve, check, then rounds over the allowed addresses until one connects or time or
 * retries run out. On one loop.
 */
final class DialAttempt implements Dialer.Attempt {

  private static final int MOST_ADDRESSES = 4;

  private final NettyDialer dialer;
  private final Target target;
  private final EventLoop loop;
  private final Dialer.Listener listener;
  private final long deadlineNanos;

  private final int maxRetries;
  private List<SocketAddress> addresses = List.of();
  private int next;
  private int retries;
  private final ConnectFlight flight = ConnectFlight.begin();
  private boolean done;
  private @Nullable ChannelFuture connecting;
  private @Nullable Future<?> waiting;

  DialAttempt(
      NettyDialer dialer, Target target, EventLoop loop, Dialer.Listener listener, int maxRetries) {
    this.dialer = dialer;
    this.maxRetries = maxRetries;
    this.target = target;
    this.loop = loop;
    this.listener = listener;
    this.deadlineNanos = System.nanoTime() + dialer.timeout.toNanos();
  }

  void start() {
    if (target.isUnix()) {
      unix();
      return;
    }
    CompletionStage<InetAddress[]> lookup = dialer.resolve(target);
    CompletableFuture<InetAddress[]> future = lookup.toCompletableFuture();
    if (future.isDone() && !future.isCompletedExceptionally()) {
      resolved(future.join(), null);
      return;
    }
    waiting =
        loop.schedule(
            () ->
                fail(FailureCode.CONNECT_TIMEOUT, "resolving " + target.host() + " took too long"),
            millisLeft(),
            TimeUnit.MILLISECONDS);
    lookup.whenComplete((found, failure) -> loop.execute(() -> resolved(found, failure)));
  }

  private void unix() {
    Optional<String> refusal = dialer.refusal(target);
    if (refusal.isPresent()) {
      deny(refusal.get());
    } else {
      addresses = List.of(dialer.address(target));
      connect();
    }
  }

  private void resolved(InetAddress @Nullable [] found, @Nullable Throwable failure) {
    if (done) {
      return;
    }
    stopWaiting();
    if (found == null) {
      fail(
          FailureCode.UNKNOWN_NAME,
          "cannot resolve " + target.host() + (failure == null ? "" : ": " + failure.getMessage()));
      return;
    }
    List<SocketAddress> allowed = new ArrayList<>(1);
    String refusal = null;
    for (InetAddress address : found) {
      String reason = dialer.refusal(target, address).orElse(null);
      if (reason == null && allowed.size() < MOST_ADDRESSES) {
        allowed.add(new InetSocketAddress(address, target.port()));
      } else if (refusal == null) {
        refusal = reason;
      }
    }
    addresses = allowed;
    if (allowed.isEmpty()) {
      deny(refusal == null ? "" : refusal);
      return;
    }
    connect();
  }

  private void deny(String reason) {
    done = true;
    flight.end(target, retries, "denied");
    listener.failed(Failure.client(FailureCode.TARGET_DENIED, reason));
  }

  private void connect() {
    long left = millisLeft();
    if (left <= 0) {
      fail(FailureCode.CONNECT_TIMEOUT, "connecting to " + target + " took too long");
      return;
    }
    ChannelFuture future;
    try {
      future = dialer.connect(loop, addresses.get(next), left);
    } catch (ChannelException e) {
      again(e.getCause() == null ? e : e.getCause());
      return;
    }
    connecting = future;
    future.addListener(f -> connected(future));
  }

  private void connected(ChannelFuture future) {
    Channel channel = future.channel();
    if (done) {
      channel.close();
      return;
    }
    if (future.isSuccess()) {
      done = true;
      flight.end(target, retries, "");
      if (dialer.meters.isOn()) {
        long begun = deadlineNanos - dialer.timeout.toNanos();
        dialer.meters.connected(loop, System.nanoTime() - begun, retries);
      }
      listener.connected(channel);
      return;
    }
    Throwable cause = future.cause();
    if (cause instanceof ConnectTimeoutException) {
      fail(FailureCode.CONNECT_TIMEOUT, "connecting to " + target + " took too long");
      return;
    }
    again(cause);
  }

  private void again(Throwable cause) {
    if (++next < addresses.size()) {
      connect();
      return;
    }
    next = 0;
    long wait = Backoff.millis(retries);
    if (retries >= maxRetries || wait >= millisLeft()) {
      fail(FailureCode.CONNECT_REFUSED, String.valueOf(cause.getMessage()));
      return;
    }
    retries++;
    waiting = loop.schedule(this::retry, wait, TimeUnit.MILLISECONDS);
  }

  private void retry() {
    if (!done) {
      connect();
    }
  }

  private void fail(FailureCode code, String detail) {
    if (!done) {
      done = true;
      flight.end(target, retries, detail);
      listener.failed(Failure.upstream(code, detail));
    }
  }

  private void stopWaiting() {
    if (waiting != null) {
      waiting.cancel(false);
      waiting = null;
    }
  }

  private long millisLeft() {
    return (deadlineNanos - System.nanoTime()) / 1_000_000;
  }

  @Override
  public void cancel() {
    if (done) {
      return;
    }
    done = true;
    flight.end(target, retries, "given up: nobody waits for it any more");
    stopWaiting();
    if (connecting != null) {
      connecting.channel().close();
    }
  }
}
