package io.porty.net.dial;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.FailureCode;
import io.porty.api.mode.DialRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the name of a dial's target within a time limit, and checks the addresses against the
 * route's policy. On one event loop; the listener is called once, and not after {@link #cancel}.
 */
final class TargetLookup {

  /** How it ended. */
  interface Listener {

    /**
     * @param allowed at least one address that the policy allows
     */
    void onAddresses(List<InetSocketAddress> allowed);

    /** The policy allows none of the addresses. */
    void onDenied(String reason);

    void onLookupFailed(FailureCode code, String detail);

    /** Runs a step of a task, and takes the blame for what it throws. */
    boolean runGuarded(Runnable step);
  }

  private final NettyDialer dialer;
  private final DialRequest request;
  private final EventLoop loop;
  private final Listener listener;
  private NameResolver.@Nullable Pending pending;
  private @Nullable Future<?> timer;

  TargetLookup(NettyDialer dialer, DialRequest request, EventLoop loop, Listener listener) {
    this.dialer = dialer;
    this.request = request;
    this.loop = loop;
    this.listener = listener;
  }

  /** An address, and a name that is known, is answered before this returns. */
  void start(long timeoutMillis) {
    NameResolver.Pending asked = dialer.resolve(request);
    CompletableFuture<InetAddress[]> answer = asked.answer();
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      filter(answer.join());
      return;
    }
    pending = asked;
    timer =
        loop.schedule(
            () -> listener.runGuarded(this::onTimeout), timeoutMillis, TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (found, failure) ->
            loop.execute(() -> listener.runGuarded(() -> onAnswer(found, failure))));
  }

  private void onAnswer(InetAddress @Nullable [] found, @Nullable Throwable failure) {
    if (pending == null) {
      return;
    }
    pending = null;
    stopTimer();
    if (found == null) {
      fail(failure);
    } else {
      filter(found);
    }
  }

  private void onTimeout() {
    cancel();
    fail(new LookupException(FailureCode.CONNECT_TIMEOUT, "took too long"));
  }

  private void fail(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    FailureCode code = cause instanceof LookupException e ? e.code() : FailureCode.DNS_FAILURE;
    String host = request.target().host();
    String why = cause == null ? "" : ": " + cause.getMessage();
    listener.onLookupFailed(code, "resolving " + host + why);
  }

  private void filter(InetAddress[] found) {
    List<InetSocketAddress> allowed = new ArrayList<>(1);
    String denial = null;
    for (InetAddress address : found) {
      String reason = dialer.denial(request, address).orElse(null);
      if (reason == null) {
        allowed.add(new InetSocketAddress(address, request.target().port()));
      } else if (denial == null) {
        denial = reason;
      }
    }
    if (allowed.isEmpty()) {
      listener.onDenied(denial == null ? request.target() + " has no address" : denial);
    } else {
      listener.onAddresses(allowed);
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Gives up; whoever else waits for the same name still hears of it. */
  void cancel() {
    stopTimer();
    if (pending != null) {
      pending.cancel().run();
      pending = null;
    }
  }
}
