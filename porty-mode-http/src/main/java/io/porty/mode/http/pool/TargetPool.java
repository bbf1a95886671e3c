package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.porty.api.Target;
import io.porty.mode.http.head.Ascii;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop and route to one target: the idle ones wait here, the latest used on
 * top; leases wait here when the target's places are taken. All calls are on the loop but {@link
 * #wake} and {@link #askToSpare}.
 */
public final class TargetPool {

  private final UpstreamPool pool;
  private final Target target;
  private final boolean chosenByClient;
  private final byte[] hostField;
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
  private final Deque<Lease> waiting = new ArrayDeque<>();
  private @Nullable TargetConnectionLimit bound;
  private boolean enlisted;
  private int open;

  /**
   * @param chosenByClient whether its connections were made under the target policy
   */
  TargetPool(UpstreamPool pool, Target target, boolean chosenByClient) {
    this.pool = pool;
    this.target = target;
    this.chosenByClient = chosenByClient;
    this.hostField = Ascii.bytes(hostOf(target));
  }

  /** A Unix domain socket has no name of its own. */
  private static String hostOf(Target target) {
    if (target.isUnix()) {
      return "localhost";
    }
    String name =
        target.host().indexOf(':') >= 0 ? "[" + shortest(target.host()) + "]" : target.host();
    return target.port() == 80 ? name : name + ":" + target.port();
  }

  /** An IPv6 address as RFC 5952 writes it; mixed with IPv4 as it came. */
  private static String shortest(String address) {
    byte[] bytes =
        address.indexOf('.') < 0 ? NetUtil.createByteArrayFromIpAddressString(address) : null;
    return bytes == null ? address : NetUtil.bytesToIpAddress(bytes);
  }

  /** The value of Host for this target. */
  public byte[] hostField() {
    return hostField;
  }

  Target target() {
    return target;
  }

  /** The loop's coarse clock, in ticks. */
  int now() {
    return pool.now();
  }

  boolean isChosenByClient() {
    return chosenByClient;
  }

  EventLoop loop() {
    return pool.loop();
  }

  /** From now on this pool counts against the route's bound for its target. */
  void bind(@Nullable TargetConnectionLimit places) {
    bound = places;
  }

  // Lending

  void lend(Lease lease) {
    UpstreamConnection connection = pollIdle(lease);
    if (connection != null) {
      lease.offered(connection);
    } else {
      dialOrQueue(lease);
    }
  }

  void dialOrQueue(Lease lease) {
    pool.remember(this);
    if (bound == null || bound.tryTake()) {
      dial(lease);
    } else if (!bound.tryQueue()) {
      pool.forgetIfUnused(this);
      lease.refused();
    } else {
      waiting.addLast(lease);
      pool.meter().waiting(1);
      lease.queued();
      serveWaiting();
    }
  }

  private void dial(Lease lease) {
    open++;
    lease.dial(pool.dialer());
  }

  /**
   * The latest used. A request that cannot be sent twice gets none that the backend may be about to
   * close; where places are bounded, an old one makes room for a fresh one then.
   */
  private @Nullable UpstreamConnection pollIdle(Lease lease) {
    UpstreamConnection latest = idle.peekFirst();
    if (latest == null || !lease.isCertain() || !pool.isOld(latest)) {
      return pollIdle();
    }
    if (bound != null) {
      latest.close();
    }
    return null;
  }

  private @Nullable UpstreamConnection pollIdle() {
    while (true) {
      UpstreamConnection connection = idle.pollFirst();
      if (connection == null) {
        return null;
      }
      unlist(connection);
      if (connection.channel().isActive()) {
        return connection;
      }
    }
  }

  UpstreamConnection opened(Channel upstream) {
    UpstreamConnection connection =
        new UpstreamConnection(this, upstream, pool.parsing(), pool.now());
    connection.open();
    pool.meter().upstreamsOpen(1);
    return connection;
  }

  /** A place is free again: a connection is gone, or a dial was given up. */
  void released() {
    open--;
    TargetConnectionLimit places = bound;
    if (places != null) {
      places.giveBack();
    }
    pool.forgetIfUnused(this);
  }

  // Queueing

  private void serveWaiting() {
    TargetConnectionLimit places = bound;
    while (!waiting.isEmpty()) {
      UpstreamConnection connection = pollIdle(waiting.peekFirst());
      if (connection != null) {
        nextWaiting().offered(connection);
      } else if (places == null || places.tryTake()) {
        dial(nextWaiting());
      } else if (enlisted) {
        return;
      } else {
        enlisted = true;
        places.enlist(this);
      }
    }
  }

  private Lease nextWaiting() {
    leftQueue();
    return waiting.removeFirst();
  }

  private void leftQueue() {
    pool.meter().waiting(-1);
    TargetConnectionLimit places = bound;
    if (places != null) {
      places.leaveQueue();
    }
  }

  private void unlist(UpstreamConnection connection) {
    pool.idleList().remove(connection);
    connection.listed = false;
    pool.meter().upstreamsIdle(-1);
  }

  void unqueue(Lease lease) {
    if (waiting.remove(lease)) {
      leftQueue();
    }
    pool.forgetIfUnused(this);
  }

  /** A place may be free; from any thread. */
  void wake() {
    pool.loop()
        .execute(
            () -> {
              enlisted = false;
              serveWaiting();
              passOnIfUnneeded();
            });
  }

  /** Was woken for nothing, because who waited has left: the next one may need the place. */
  private void passOnIfUnneeded() {
    TargetConnectionLimit places = bound;
    if (waiting.isEmpty() && places != null && places.hasWaiting() && places.tryTake()) {
      places.giveBack();
    }
  }

  /** Another loop waits for a place that an idle connection here may hold; from any thread. */
  void askToSpare() {
    pool.loop()
        .execute(
            () -> {
              TargetConnectionLimit places = bound;
              if (places != null && places.hasWaiting()) {
                UpstreamConnection connection = pollIdle();
                if (connection != null) {
                  connection.close();
                }
              }
            });
  }

  // Taking back

  void takeBack(UpstreamConnection connection) {
    if (!pool.keeps(this, connection)) {
      connection.close();
    } else if (!waiting.isEmpty()) {
      nextWaiting().offered(connection);
    } else if (bound != null && bound.hasWaiting()) {
      connection.close();
    } else {
      connection.idleSince(pool.now());
      connection.listed = true;
      idle.addFirst(connection);
      pool.idleList().add(connection);
      pool.meter().upstreamsIdle(1);
      pool.trim();
    }
  }

  void gone(UpstreamConnection connection) {
    if (connection.listed) {
      idle.removeLastOccurrence(connection);
      unlist(connection);
    }
    pool.meter().upstreamsOpen(-1);
    released();
  }

  void closeIdle() {
    new ArrayList<>(idle).forEach(UpstreamConnection::close);
  }

  boolean isUnused() {
    return open == 0 && waiting.isEmpty();
  }
}
