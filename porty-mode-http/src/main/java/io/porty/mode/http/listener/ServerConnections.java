package io.porty.mode.http.listener;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The open client connections of one listening address on one event loop. On that loop. */
public final class ServerConnections {

  private final LoopClock clock;
  private final Runnable whenAdded;
  private final Set<ServerConnection> open = new HashSet<>();
  private int held;

  /**
   * @param whenAdded called for each new connection
   */
  public ServerConnections(LoopClock clock, Runnable whenAdded) {
    this.clock = clock;
    this.whenAdded = whenAdded;
  }

  public void add(ServerConnection connection) {
    open.add(connection);
    whenAdded.run();
  }

  public void remove(ServerConnection connection) {
    open.remove(connection);
  }

  /** Streams of a connection that has moved to another configuration still need the clock. */
  public void hold() {
    held++;
  }

  /** They have ended. */
  public void release() {
    held--;
  }

  public boolean isEmpty() {
    return open.isEmpty() && held == 0;
  }

  /**
   * Calls all connections. Each may close, and others may be added, during the call. A connection
   * that fails does not prevent the calls of the others.
   */
  public void tick(int now) {
    for (ServerConnection connection : open.toArray(ServerConnection[]::new)) {
      try {
        connection.tick(now);
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        connection.failed(e);
      }
    }
  }

  LoopClock clock() {
    return clock;
  }

  /**
   * The connection that has been idle for longest; null if none is idle.
   *
   * @param candidates selects the connections
   */
  @Nullable ServerConnection longestIdle(Predicate<Channel> candidates) {
    ServerConnection longest = null;
    int most = 0;
    for (ServerConnection connection : open) {
      int idle = connection.idleFor(clock.now());
      if (idle >= most && idle > 0 && candidates.test(connection.channel())) {
        most = idle;
        longest = connection;
      }
    }
    return longest;
  }
}
