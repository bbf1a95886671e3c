package io.porty.mode.http.exchange;

import io.porty.mode.http.settings.HttpRoute;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client connection of one address that has been idle for longest, over all event loops,
 * and ends it, so that a client that waits gets its place. Goes from loop to loop, because each
 * knows its own connections only. Thread-safe; at work only while the listener is full.
 */
final class RoomMaker {

  /** The longest idle so far; a visit of one loop hands it to the next. */
  private record Found(HttpLoop loop, ClientConnection connection, int idleTicks) {}

  private final List<HttpLoop> loops;
  private final BooleanSupplier full;
  private final AtomicBoolean atWork = new AtomicBoolean();

  RoomMaker(List<HttpLoop> loops, BooleanSupplier full) {
    this.loops = loops;
    this.full = full;
  }

  /** From any thread. What is at work already does for this client too. */
  void makeRoom() {
    if (!loops.isEmpty() && atWork.compareAndSet(false, true)) {
      visit(0, null);
    }
  }

  private void visit(int index, @Nullable Found longest) {
    HttpLoop loop = loops.get(index);
    loop.eventLoop().execute(() -> look(index, loop, longest));
  }

  private void look(int index, HttpLoop loop, @Nullable Found longest) {
    Found found = longest;
    ClientConnection here = loop.longestIdle();
    if (here != null) {
      int idle = here.idleFor(loop.now());
      found = longest == null || idle > longest.idleTicks() ? new Found(loop, here, idle) : longest;
    }
    if (index + 1 < loops.size()) {
      visit(index + 1, found);
    } else if (found == null) {
      lookAgain(loop);
    } else {
      end(found);
    }
  }

  /** It may have got a request meanwhile; then another is looked for. */
  private void end(Found found) {
    HttpLoop loop = found.loop();
    loop.eventLoop()
        .execute(
            () -> {
              if (found.connection().idleFor(loop.now()) > 0) {
                // Before its place is free: who gets it may have another one behind it at once.
                atWork.set(false);
                found.connection().giveWay();
                later(loop, this::makeRoomIfFull);
              } else {
                lookAgain(loop);
              }
            });
  }

  private void lookAgain(HttpLoop loop) {
    later(
        loop,
        () -> {
          if (full.getAsBoolean()) {
            visit(0, null);
          } else {
            atWork.set(false);
            // Somebody may have asked since, and was told that this is at work.
            makeRoomIfFull();
          }
        });
  }

  /** One that has given way may hold its place for long, if its client does not read the rest. */
  private void makeRoomIfFull() {
    if (full.getAsBoolean()) {
      makeRoom();
    }
  }

  private static void later(HttpLoop loop, Runnable task) {
    loop.eventLoop().schedule(task, HttpRoute.TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
