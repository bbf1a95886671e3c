package io.porty.engine.observe.recent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last so many of something. Thread-safe. */
final class RingBuffer<T> {

  private final int most;
  private final Deque<T> entries = new ArrayDeque<>();

  RingBuffer(int most) {
    this.most = most;
  }

  synchronized void add(T entry) {
    if (entries.size() == most) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** The newest first. */
  synchronized List<T> newest() {
    List<T> all = new ArrayList<>(entries);
    Collections.reverse(all);
    return all;
  }
}
