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
 * One round of attempts to connect to a target (RFC 8305 section 5): its addresses in turn, the
 * next one when the last has failed or has not answered for a moment. The first that connects wins,
 * the others are closed. On one loop, which hears the end once.
 */
final class ConnectRace {

  /** The Connection Attempt Delay that RFC 8305 section 8 recommends. */
  static final long ATTEMPT_DELAY_MILLIS = 250;

  /** Hears how it ended; nothing after {@link #cancel}. */
  interface Finish {
    void won(Channel channel);

    /**
     * @param cause of the last failure
     * @param words what it says, with the address
     */
    void lost(Throwable cause, String words);
  }

  private record Runner(SocketAddress address, ChannelFuture connecting, long startedNanos) {}

  private final NettyDialer dialer;
  private final EndpointState endpoint;
  private final EventLoop loop;
  private final List<? extends SocketAddress> addresses;
  private final LongSupplier millisLeft;
  private final Finish finish;
  private final List<Runner> running = new ArrayList<>(1);
  private int next;
  private boolean over;
  private boolean starting;
  private @Nullable Throwable cause;

  /** The address that the cause is about. */
  private @Nullable SocketAddress failedAt;

  private @Nullable Future<?> delay;

  /**
   * @param endpoint whose addresses they are
   * @param addresses at least one, in the order in which they are tried
   * @param millisLeft for all of it
   */
  ConnectRace(
      NettyDialer dialer,
      EndpointState endpoint,
      EventLoop loop,
      List<? extends SocketAddress> addresses,
      LongSupplier millisLeft,
      Finish finish) {
    this.dialer = dialer;
    this.endpoint = endpoint;
    this.loop = loop;
    this.addresses = addresses;
    this.millisLeft = millisLeft;
    this.finish = finish;
  }

  void start() {
    startMore();
  }

  /** Starts attempts until one is under way, or nobody is left. Not to be entered again. */
  private void startMore() {
    if (starting) {
      return;
    }
    starting = true;
    boolean pending = false;
    while (!over && !pending && next < addresses.size()) {
      pending = startOne(addresses.get(next++));
    }
    starting = false;
    if (over) {
      return;
    }
    if (pending && next < addresses.size()) {
      delay = loop.schedule(this::delayIsOver, ATTEMPT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (running.isEmpty() && next >= addresses.size()) {
      over = true;
      Throwable why = cause == null ? new IllegalStateException("no address was tried") : cause;
      finish.lost(why, words(why, failedAt));
    }
  }

  /** Netty ends its message with the address, as Java writes it. */
  private static String words(Throwable cause, @Nullable SocketAddress address) {
    String message = String.valueOf(cause.getMessage());
    String end = ": " + address;
    return message.endsWith(end)
        ? message.substring(0, message.length() - end.length()) + ": " + AddressText.of(address)
        : message;
  }

  /** Answers whether it is under way; what fails or connects at once has been dealt with. */
  private boolean startOne(SocketAddress address) {
    ChannelFuture connecting;
    try {
      connecting = dialer.connect(loop, address, millisLeft.getAsLong());
    } catch (ChannelException e) {
      // No descriptor is left: that says nothing about the address.
      cause = e.getCause() == null ? e : e.getCause();
      return false;
    }
    Runner runner = new Runner(address, connecting, System.nanoTime());
    running.add(runner);
    connecting.addListener(done -> ended(runner));
    return running.contains(runner);
  }

  private void delayIsOver() {
    delay = null;
    if (!over) {
      startMore();
    }
  }

  private void ended(Runner runner) {
    if (!running.remove(runner)) {
      if (runner.connecting().isSuccess()) {
        runner.connecting().channel().close();
      }
      return;
    }
    if (runner.connecting().isSuccess()) {
      win(runner);
      return;
    }
    cause = runner.connecting().cause();
    failedAt = runner.address();
    remember(runner, false);
    stopDelay();
    startMore();
  }

  private void win(Runner winner) {
    over = true;
    stopDelay();
    remember(winner, true);
    for (Runner loser : takeRunning()) {
      // It had a head start: the next dial begins with the winner.
      if (loser.startedNanos() <= winner.startedNanos()) {
        remember(loser, false);
      }
      loser.connecting().channel().close();
    }
    finish.won(winner.connecting().channel());
  }

  private void remember(Runner runner, boolean worked) {
    if (addresses.size() > 1 && runner.address() instanceof InetSocketAddress inet) {
      if (worked) {
        endpoint.reachability().worked(inet);
      } else {
        endpoint.reachability().failed(inet);
      }
    }
  }

  private List<Runner> takeRunning() {
    List<Runner> all = new ArrayList<>(running);
    running.clear();
    return all;
  }

  private void stopDelay() {
    if (delay != null) {
      delay.cancel(false);
      delay = null;
    }
  }

  /** Gives up: what still connects is closed. */
  void cancel() {
    over = true;
    stopDelay();
    takeRunning().forEach(runner -> runner.connecting().channel().close());
  }
}
