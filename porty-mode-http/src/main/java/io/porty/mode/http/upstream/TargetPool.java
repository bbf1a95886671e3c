package io.porty.mode.http.upstream;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.mode.http.head.Ascii;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop and route to one target: the idle ones wait here, the latest used on
 * top.
 */
public final class TargetPool {

  /**
   * More idle connections than this are closed: a bound on descriptors, far above what one loop
   * keeps busy.
   */
  private static final int MOST_IDLE = 1024;

  private final UpstreamPool pool;
  private final Target target;
  private final byte[] hostField;
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
  private int open;

  TargetPool(UpstreamPool pool, Target target) {
    this.pool = pool;
    this.target = target;
    String name = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
    this.hostField = Ascii.bytes(target.port() == 80 ? name : name + ":" + target.port());
  }

  /** The value of Host for this target. */
  public byte[] hostField() {
    return hostField;
  }

  /** An idle connection, the latest used; null if there is none. */
  public @Nullable UpstreamConnection lend() {
    while (true) {
      UpstreamConnection connection = idle.pollFirst();
      if (connection == null || connection.channel().isActive()) {
        return connection;
      }
    }
  }

  /** Hears of a new connection, or of the failure to get one; on the loop, once. */
  public interface Borrower {
    void connected(UpstreamConnection connection);

    void notConnected(Failure failure);
  }

  /** Connects anew for a borrower. */
  public Dialer.Attempt dial(Borrower borrower) {
    open++;
    pool.remember(this);
    return pool.dialer()
        .dial(
            target,
            pool.loop(),
            new Dialer.Listener() {
              @Override
              public void connected(Channel upstream) {
                UpstreamConnection connection =
                    new UpstreamConnection(TargetPool.this, upstream, pool.parsing());
                connection.open();
                borrower.connected(connection);
              }

              @Override
              public void failed(Failure failure) {
                released();
                borrower.notConnected(failure);
              }
            });
  }

  /** A dial was given up. */
  public void released() {
    open--;
    pool.forgetIfUnused(this);
  }

  void takeBack(UpstreamConnection connection) {
    if (pool.isClosed() || !pool.owns(this) || pool.idleTicks() == 0 || idle.size() >= MOST_IDLE) {
      connection.close();
      return;
    }
    connection.idleSince(pool.now());
    idle.addFirst(connection);
  }

  void gone(UpstreamConnection connection) {
    idle.removeFirstOccurrence(connection);
    released();
  }

  /** Closes what has been idle for too long: the oldest are at the end. */
  void expire(int now, int most) {
    while (true) {
      UpstreamConnection oldest = idle.peekLast();
      if (oldest == null || now - oldest.idleSince() < most) {
        return;
      }
      idle.removeLast();
      oldest.close();
    }
  }

  void closeIdle() {
    List<UpstreamConnection> all = new ArrayList<>(idle);
    idle.clear();
    all.forEach(UpstreamConnection::close);
  }

  Target target() {
    return target;
  }

  boolean isUnused() {
    return open == 0;
  }
}
