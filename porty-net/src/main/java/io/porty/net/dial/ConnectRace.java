package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.AddressText;
import io.porty.net.upstream.EndpointState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One round of connection attempts to the addresses of a target (RFC 8305 section 5, "Happy
 * Eyeballs"): the next one starts when the previous one fails or after the Connection Attempt
 * Delay. The first that connects wins, the others are closed. On one event loop; the listener is
 * called once.
 */
final class ConnectRace {

  /** The Connection Attempt Delay that RFC 8305 section 8 recommends. */
  static final long ATTEMPT_DELAY_MILLIS = 250;

  /** Called once with the outcome, unless {@link #cancel} came first. */
  interface Listener {
    void onConnected(Channel channel);

    /**
     * @param cause the last failure
     * @param detail its message with the address
     */
    void onFailed(Throwable cause, String detail);
  }

  private record Attempt(SocketAddress address, ChannelFuture connecting, long startedNanos) {}

  private final NettyDialer dialer;
  private final EndpointState endpoint;
  private final EventLoop loop;
  private final List<? extends SocketAddress> addresses;
  private final LongSupplier millisLeft;
  private final Listener listener;
  private final List<Attempt> running = new ArrayList<>(1);
  private int next;
  private boolean done;
  private boolean starting;
  private @Nullable Throwable cause;

  /** The address of {@link #cause}. */
  private @Nullable SocketAddress failedAt;

  private @Nullable Future<?> delay;

  /**
   * @param endpoint the endpoint that the addresses belong to
   * @param addresses at least one, in the order in which they are tried
   * @param millisLeft time left for the dial
   */
  ConnectRace(
      NettyDialer dialer,
      EndpointState endpoint,
      EventLoop loop,
      List<? extends SocketAddress> addresses,
      LongSupplier millisLeft,
      Listener listener) {
    this.dialer = dialer;
    this.endpoint = endpoint;
    this.loop = loop;
    this.addresses = addresses;
    this.millisLeft = millisLeft;
    this.listener = listener;
  }

  void start() {
    startNext();
  }

  /** Starts attempts until one is in progress or no address is left. Not reentrant. */
  private void startNext() {
    if (starting) {
      return;
    }
    starting = true;
    boolean pending = false;
    while (!done && !pending && next < addresses.size()) {
      pending = startAttempt(addresses.get(next++));
    }
    starting = false;
    if (done) {
      return;
    }
    if (pending && next < addresses.size()) {
      delay = loop.schedule(this::onDelayElapsed, ATTEMPT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (running.isEmpty() && next >= addresses.size()) {
      done = true;
      Throwable failure =
          cause == null ? new IllegalStateException("no address was attempted") : cause;
      listener.onFailed(failure, detail(failure, failedAt));
    }
  }

  /** Replaces the address at the end of Netty's message by the RFC 5952 form. */
  private static String detail(Throwable cause, @Nullable SocketAddress address) {
    String message = String.valueOf(cause.getMessage());
    String end = ": " + address;
    return message.endsWith(end)
        ? message.substring(0, message.length() - end.length()) + ": " + AddressText.of(address)
        : message;
  }

  /** Returns whether the attempt is in progress; an immediate outcome is already handled. */
  private boolean startAttempt(SocketAddress address) {
    ChannelFuture connecting;
    try {
      connecting = dialer.connect(loop, address, millisLeft.getAsLong());
    } catch (ChannelException e) {
      // No descriptor is left: not a failure of the address.
      cause = e.getCause() == null ? e : e.getCause();
      return false;
    }
    Attempt attempt = new Attempt(address, connecting, System.nanoTime());
    running.add(attempt);
    connecting.addListener(future -> onAttemptDone(attempt));
    return running.contains(attempt);
  }

  private void onDelayElapsed() {
    delay = null;
    if (!done) {
      startNext();
    }
  }

  private void onAttemptDone(Attempt attempt) {
    if (!running.remove(attempt)) {
      if (attempt.connecting().isSuccess()) {
        attempt.connecting().channel().close();
      }
      return;
    }
    if (attempt.connecting().isSuccess()) {
      onWinner(attempt);
      return;
    }
    cause = attempt.connecting().cause();
    failedAt = attempt.address();
    recordOutcome(attempt, false);
    cancelDelay();
    startNext();
  }

  private void onWinner(Attempt winner) {
    done = true;
    cancelDelay();
    recordOutcome(winner, true);
    for (Attempt loser : drainRunning()) {
      // It started earlier and has not connected: the next dial starts with the winner.
      if (loser.startedNanos() <= winner.startedNanos()) {
        recordOutcome(loser, false);
      }
      loser.connecting().channel().close();
    }
    listener.onConnected(winner.connecting().channel());
  }

  private void recordOutcome(Attempt attempt, boolean connected) {
    if (addresses.size() > 1 && attempt.address() instanceof InetSocketAddress inet) {
      if (connected) {
        endpoint.reachability().worked(inet);
      } else {
        endpoint.reachability().failed(inet);
      }
    }
  }

  private List<Attempt> drainRunning() {
    List<Attempt> drained = new ArrayList<>(running);
    running.clear();
    return drained;
  }

  private void cancelDelay() {
    if (delay != null) {
      delay.cancel(false);
      delay = null;
    }
  }

  /** Closes the attempts in progress. */
  void cancel() {
    done = true;
    cancelDelay();
    drainRunning().forEach(attempt -> attempt.connecting().channel().close());
  }
}
