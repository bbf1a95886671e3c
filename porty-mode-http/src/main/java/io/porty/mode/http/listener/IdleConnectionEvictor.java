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
 * Finds the client connection of one address that has been idle for longest, over all event loops,
 * and ends it, so that a client that waits gets its place. Goes from loop to loop, because each
 * knows its own connections only. Thread-safe; at work only while somebody waits.
 */
public final class IdleConnectionEvictor {

  private static final Predicate<Channel> EVERYBODYS = connection -> true;

  /**
   * What is looked for.
   *
   * @param whose among which connections
   * @param wanted whether somebody still waits
   */
  private record Wish(Predicate<Channel> whose, BooleanSupplier wanted) {}

  /** The longest idle so far; a visit of one loop hands it to the next. */
  private record Found(ServerConnections loop, ServerConnection connection, int idleTicks) {}

  private final List<ServerConnections> loops;
  private final Wish everybody;

  /** For whom it is at work; once for each. */
  private final Set<Predicate<Channel>> atWork = ConcurrentHashMap.newKeySet();

  public IdleConnectionEvictor(List<ServerConnections> loops, BooleanSupplier full) {
    this.loops = loops;
    this.everybody = new Wish(EVERYBODYS, full);
  }

  /** From any thread. What is at work already does for this client too. */
  public void makeRoom() {
    begin(everybody);
  }

  /** The same for a client that has its share: one of its own connections ends. */
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

  /** It may have got a request meanwhile; then another is looked for. */
  private void end(Wish wish, Found found) {
    ServerConnections loop = found.loop();
    loop.clock()
        .eventLoop()
        .execute(
            () -> {
              if (found.connection().idleFor(loop.clock().now()) > 0) {
                // Before its place is free: who gets it may have another one after it at once.
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
            // Somebody may have asked since, and was told that this is at work.
            beginIfWanted(wish);
          }
        });
  }

  /** One that has given way may hold its place for long, if its client does not read the rest. */
  private void beginIfWanted(Wish wish) {
    if (wish.wanted().getAsBoolean()) {
      begin(wish);
    }
  }

  private static void later(ServerConnections loop, Runnable task) {
    loop.clock().eventLoop().schedule(task, HttpRoute.TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
