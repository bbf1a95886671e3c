package io.porty.mode.http.listener;

import io.netty.channel.Channel;
import io.porty.mode.http.config.HttpRoute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Closes the longest idle client connection of one listening address, so that a waiting client can
 * be accepted. Visits one event loop after the other, because each has only its own connections.
 * Thread-safe; active only while clients wait.
 */
public final class IdleConnectionEvictor {

  private static final Predicate<Channel> EVERYBODYS = connection -> true;

  /**
   * A request to evict a connection.
   *
   * @param whose selects the connections
   * @param wanted whether a client still waits
   */
  private record Wish(Predicate<Channel> whose, BooleanSupplier wanted) {}

  /** The longest idle connection so far, passed from loop to loop. */
  private record Found(ServerConnections loop, ServerConnection connection, int idleTicks) {}

  private final List<ServerConnections> loops;
  private final Wish everybody;

  /** Active evictions; at most one for each selector. */
  private final Set<Predicate<Channel>> atWork = ConcurrentHashMap.newKeySet();

  public IdleConnectionEvictor(List<ServerConnections> loops, BooleanSupplier full) {
    this.loops = loops;
    this.everybody = new Wish(EVERYBODYS, full);
  }

  /**
   * Evicts a connection. On any thread. Does nothing while an eviction for the same clients is
   * active.
   */
  public void makeRoom() {
    begin(everybody);
  }

  /** As {@link #makeRoom()}, among the connections of one client that has reached its limit. */
  public void makeRoom(Predicate<Channel> whose, BooleanSupplier wanted) {
    begin(new Wish(whose, wanted));
  }

  private void begin(Wish wish) {
    if (!loops.isEmpty() && atWork.add(wish.whose())) {
      visit(wish, 0, null);
    }
  }

  private void visit(Wish wish, int index, @Nullable Found longest) {
    ServerConnections loop = loops.get(index);
    loop.clock().eventLoop().execute(() -> look(wish, index, longest));
  }

  private void look(Wish wish, int index, @Nullable Found longest) {
    ServerConnections loop = loops.get(index);
    Found found = longest;
    ServerConnection here = loop.longestIdle(wish.whose());
    if (here != null) {
      int idle = here.idleFor(loop.clock().now());
      found = longest == null || idle > longest.idleTicks() ? new Found(loop, here, idle) : longest;
    }
    if (index + 1 < loops.size()) {
      visit(wish, index + 1, found);
    } else if (found == null) {
      lookAgain(wish, loop);
    } else {
      end(wish, found);
    }
  }

  /** The connection may have received a request meanwhile; then the search is repeated. */
  private void end(Wish wish, Found found) {
    ServerConnections loop = found.loop();
    loop.clock()
        .eventLoop()
        .execute(
            () -> {
              if (found.connection().idleFor(loop.clock().now()) > 0) {
                // Before its permit is free: the client that gets it may need another one at once.
                atWork.remove(wish.whose());
                found.connection().giveWay();
                later(loop, () -> beginIfWanted(wish));
              } else {
                lookAgain(wish, loop);
              }
            });
  }

  private void lookAgain(Wish wish, ServerConnections loop) {
    later(
        loop,
        () -> {
          if (wish.wanted().getAsBoolean()) {
            visit(wish, 0, null);
          } else {
            atWork.remove(wish.whose());
            // A request may have been skipped because this one was active.
            beginIfWanted(wish);
          }
        });
  }

  /**
   * An evicted connection may stay open for long if its client does not read the rest of a
   * response.
   */
  private void beginIfWanted(Wish wish) {
    if (wish.wanted().getAsBoolean()) {
      begin(wish);
    }
  }

  private static void later(ServerConnections loop, Runnable task) {
    loop.clock().eventLoop().schedule(task, HttpRoute.TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
