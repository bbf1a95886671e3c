package io.porty.mode.http.h2;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects of ended streams, to be used again: as many as the connection has had open at a time, so
 * that a busy one makes none. Those that were of no use for a while are dropped. On the event loop.
 *
 * @param <S> the stream
 */
final class FreeStreams<S> {

  /** Objects that an idle connection keeps. */
  static final int KEPT = 1;

  private final ArrayDeque<S> free = new ArrayDeque<>(2);

  /** The minimum of free objects since the last {@link #trim}: so many were not needed. */
  private int unused;

  /** The object of the stream that has ended last; null if there is none. */
  @Nullable S take() {
    S last = free.pollLast();
    unused = Math.min(unused, free.size());
    return last;
  }

  void add(S ended) {
    free.addLast(ended);
  }

  /** Drops those that were not needed since the last call, but {@link #KEPT}. */
  void trim(Consumer<S> dropped) {
    int drop = unused - KEPT;
    for (int i = 0; i < drop; i++) {
      dropped.accept(free.removeFirst());
    }
    unused = free.size();
  }

  void dropAll(Consumer<S> dropped) {
    while (!free.isEmpty()) {
      dropped.accept(free.removeFirst());
    }
    unused = 0;
  }
}
