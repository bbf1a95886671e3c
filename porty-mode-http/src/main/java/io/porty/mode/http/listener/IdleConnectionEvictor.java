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
   * @param candidates selects the connections
   * @param needed whether a client still waits
   */
  private record Request(Predicate<Channel> candidates, BooleanSupplier needed) {}

  /** The longest idle connection so far, passed from loop to loop. */
  private record Candidate(ServerConnections loop, ServerConnection connection, int idleTicks) {}

  private final List<ServerConnections> loops;
  private final Request everybody;

  /** Active evictions; at most one for each selector. */
  private final Set<Predicate<Channel>> active = ConcurrentHashMap.newKeySet();

  public IdleConnectionEvictor(List<ServerConnections> loops, BooleanSupplier full) {
    this.loops = loops;
    this.everybody = new Request(EVERYBODYS, full);
  }

  /**
   * Evicts a connection. On any thread. Does nothing while an eviction for the same clients is
   * active.
   */
  public void evictIdle() {
    begin(everybody);
  }

  /** As {@link #evictIdle()}, among the connections of one client that has reached its limit. */
  public void evictIdle(Predicate<Channel> candidates, BooleanSupplier needed) {
    begin(new Request(candidates, needed));
  }

  private void begin(Request request) {
    if (!loops.isEmpty() && active.add(request.candidates())) {
      visit(request, 0, null);
    }
  }

  private void visit(Request request, int index, @Nullable Candidate longest) {
    ServerConnections loop = loops.get(index);
    loop.clock().eventLoop().execute(() -> snapshot(request, index, longest));
  }

  private void snapshot(Request request, int index, @Nullable Candidate longest) {
    ServerConnections loop = loops.get(index);
    Candidate candidate = longest;
    ServerConnection here = loop.longestIdle(request.candidates());
    if (here != null) {
      int idle = here.idleFor(loop.clock().now());
      candidate =
          longest == null || idle > longest.idleTicks() ? new Candidate(loop, here, idle) : longest;
    }
    if (index + 1 < loops.size()) {
      visit(request, index + 1, candidate);
    } else if (candidate == null) {
      lookAgain(request, loop);
    } else {
      end(request, candidate);
    }
  }

  /** The connection may have received a request meanwhile; then the search is repeated. */
  private void end(Request request, Candidate candidate) {
    ServerConnections loop = candidate.loop();
    loop.clock()
        .eventLoop()
        .execute(
            () -> {
              if (candidate.connection().idleFor(loop.clock().now()) > 0) {
                // Before its permit is free: the client that gets it may need another one at once.
                active.remove(request.candidates());
                candidate.connection().evict();
                later(loop, () -> beginIfNeeded(request));
              } else {
                lookAgain(request, loop);
              }
            });
  }

  private void lookAgain(Request request, ServerConnections loop) {
    later(
        loop,
        () -> {
          if (request.needed().getAsBoolean()) {
            visit(request, 0, null);
          } else {
            active.remove(request.candidates());
            // A request may have been skipped because this one was active.
            beginIfNeeded(request);
          }
        });
  }

  /**
   * An evicted connection may stay open for long if its client does not read the rest of a
   * response.
   */
  private void beginIfNeeded(Request request) {
    if (request.needed().getAsBoolean()) {
      begin(request);
    }
  }

  private static void later(ServerConnections loop, Runnable task) {
    loop.clock().eventLoop().schedule(task, HttpRoute.TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
