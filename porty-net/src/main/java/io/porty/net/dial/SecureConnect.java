package io.porty.net.dial;

import io.netty.channel.Channel;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.HandshakeMeter;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsFailure.Reason;
import io.porty.net.tls.TlsHandler;
import io.porty.net.tls.upstream.UpstreamTls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connected channel secure, within what is left of the dial's time. Owns the channel until
 * it reports; on the channel's event loop.
 */
final class SecureConnect implements HandshakeListener {

  /** Hears once how it ended. */
  interface Listener {

    /** The channel has its TLS handler, and automatic reading off. */
    void onSecured(Channel channel);

    /** The settings of TLS could not be read; the channel is closed. */
    void onTlsUnavailable(String detail);

    /** The handshake failed; the channel is closed. */
    void onInsecure(FailureCode code, String detail);

    /** Runs a step of a task, which would swallow its exception; false if it threw. */
    boolean runGuarded(Runnable step);
  }

  private final Channel channel;
  private final Target target;
  private final Listener listener;
  private @Nullable Future<?> timer;
  private HandshakeMeter meter = HandshakeMeter.OFF;
  private long startNanos;
  private boolean over;

  SecureConnect(Channel channel, Target target, Listener listener) {
    this.channel = channel;
    this.target = target;
    this.listener = listener;
  }

  /**
   * Starts the handshake, at once or when its settings are read from the disk.
   *
   * @param millisLeft time left for the dial
   */
  void start(CompletableFuture<UpstreamTls> tls, LongSupplier millisLeft) {
    if (tls.isDone() && !tls.isCompletedExceptionally()) {
      start(tls.join(), millisLeft);
      return;
    }
    tls.whenComplete(
        (settings, failure) ->
            channel
                .eventLoop()
                .execute(
                    () -> listener.runGuarded(() -> onSettings(settings, failure, millisLeft))));
  }

  private void onSettings(
      @Nullable UpstreamTls settings, @Nullable Throwable failure, LongSupplier millisLeft) {
    if (over) {
      return;
    }
    if (settings == null) {
      cancel();
      listener.onTlsUnavailable(String.valueOf(failure == null ? "" : failure.getMessage()));
    } else {
      start(settings, millisLeft);
    }
  }

  private void start(UpstreamTls tls, LongSupplier millisLeft) {
    long millis = Math.max(1, millisLeft.getAsLong());
    meter = tls.meter();
    startNanos = System.nanoTime();
    timer =
        channel
            .eventLoop()
            .schedule(
                () -> failed(new TlsFailure(Reason.TIMEOUT, "")), millis, TimeUnit.MILLISECONDS);
    TlsHandler handler = tls.newHandler(channel, target, this);
    channel.pipeline().addFirst(TlsHandler.NAME, handler);
    if (!over) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void completed(TlsSession session) {
    if (end()) {
      meter.completed(channel.eventLoop(), session, System.nanoTime() - startNanos);
      channel.config().setAutoRead(false);
      ConnectionFacts.of(channel).withTls(session).attachTo(channel);
      listener.onSecured(channel);
    }
  }

  @Override
  public void failed(TlsFailure failure) {
    if (end()) {
      meter.failed(failure.reason());
      channel.close();
      listener.onInsecure(code(failure.reason()), "TLS with " + target + ": " + failure.ofServer());
    }
  }

  private static FailureCode code(Reason reason) {
    return switch (reason) {
      case TIMEOUT -> FailureCode.CONNECT_TIMEOUT;
      case BAD_CERTIFICATE -> FailureCode.TLS_UNTRUSTED;
      default -> FailureCode.TLS_FAILED;
    };
  }

  /** Nobody waits any more. */
  void cancel() {
    if (end()) {
      channel.close();
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    return true;
  }
}
