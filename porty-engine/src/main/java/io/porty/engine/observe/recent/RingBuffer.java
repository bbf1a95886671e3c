package io.porty.engine.observe.recent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Keeps the last {@code capacity} entries. Thread-safe. */
final class RingBuffer<T> {

  private final int capacity;
  private final Deque<T> entries = new ArrayDeque<>();

  RingBuffer(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(T entry) {
    if (entries.size() == capacity) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** A copy of the entries, the newest first. */
  synchronized List<T> newest() {
    List<T> all = new ArrayList<>(entries);
    Collections.reverse(all);
    return all;
  }
}
