package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.jfr.ConnectJfr;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one dial: reported once to the listener, and recorded in the endpoint's state, JFR
 * and the metrics. On the dial's event loop.
 */
final class DialOutcome {

  private final NettyDialer dialer;
  private final Target target;
  private final @Nullable Channel client;
  private final EventLoop loop;
  private final Dialer.Listener listener;
  private final DialedEndpoint endpoint;
  private final long startNanos = System.nanoTime();
  private final ConnectJfr jfrEvent = ConnectJfr.begin();
  private int retries;
  private boolean decided;
  private boolean listenerCalled;

  DialOutcome(NettyDialer dialer, DialRequest request, EventLoop loop, Dialer.Listener listener) {
    this.dialer = dialer;
    this.target = request.target();
    this.client = request.client();
    this.loop = loop;
    this.listener = listener;
    this.endpoint = new DialedEndpoint(dialer.shared().endpoints(), dialer.key(request));
  }

  /** The endpoint that is dialed. */
  DialedEndpoint endpoint() {
    return endpoint;
  }

  /** Time since the dial began. */
  long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  /** Rounds of connection attempts after the first. */
  int retries() {
    return retries;
  }

  void retried() {
    retries++;
    dialer.meters.redialled(loop);
  }

  /** Whether the dial has connected, failed, or been cancelled. */
  boolean isDecided() {
    return decided;
  }

  /** Passes the channel and its ownership to the listener. */
  void connected(Channel channel) {
    decided = true;
    endpoint.connected(channel);
    jfrEvent.end(target, retries, "");
    if (dialer.meters.isOn()) {
      dialer.meters.connected(loop, elapsedNanos());
    }
    listenerCalled = true;
    listener.connected(channel);
    if (dialer.namesClient()) {
      channel.flush(); // the listener may have nothing to send yet
    }
  }

  /** Does nothing if the outcome is decided. */
  void failed(Failure failure, String jfrText) {
    if (!decided) {
      decided = true;
      endpoint.release();
      jfrEvent.end(target, retries, jfrText);
      listenerCalled = true;
      listener.failed(failure);
    }
  }

  /** The listener is not called. */
  void cancelled() {
    decided = true;
    endpoint.release();
    jfrEvent.end(target, retries, "cancelled");
  }

  /**
   * Runs a step of a promise or task, which would swallow its exception and never complete the
   * dial.
   *
   * @return false if the step threw
   */
  boolean runGuarded(Runnable step) {
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
    if (listenerCalled && client != null) {
      client.pipeline().fireExceptionCaught(cause);
      return;
    }
    dialer.shared().errors().report(InternalErrors.DIAL, "route " + dialer.routeName(), cause);
    if (!listenerCalled) {
      decided = true;
      listenerCalled = true;
      endpoint.release();
      listener.failed(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    }
  }
}
