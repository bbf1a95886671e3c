package io.porty.engine.accesslog;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bounded queue with many writers and one reader; neither ever waits. A full queue refuses. */
final class LogQueue<T> {

  /** Made with the first item: most of what a Porty that logs nothing would hold for its log. */
  private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable T>> made =
      new AtomicReference<>();

  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private volatile long head;

  /**
   * @param capacity a power of two
   */
  LogQueue(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
    }
    this.mask = capacity - 1;
  }

  boolean offer(T item) {
    while (true) {
      long at = tail.get();
      if (at - head > mask) {
        return false;
      }
      if (tail.compareAndSet(at, at + 1)) {
        slots().set((int) at & mask, item);
        return true;
      }
    }
  }

  /**
   * The oldest item, null if there is none or its writer is not done yet. Only for the one reader.
   */
  @Nullable T poll() {
    AtomicReferenceArray<@Nullable T> slots = made.get();
    if (slots == null) {
      return null;
    }
    int slot = (int) head & mask;
    T item = slots.get(slot);
    if (item == null) {
      return null;
    }
    slots.set(slot, null);
    head = head + 1;
    return item;
  }

  /**
   * Looks at what waits, without taking it: for the end, when the one reader is stuck. What it
   * takes meanwhile may be seen or not.
   */
  void forEachWaiting(Consumer<T> look) {
    AtomicReferenceArray<@Nullable T> slots = made.get();
    for (long i = head; slots != null && i < tail.get(); i++) {
      T item = slots.get((int) i & mask);
      if (item != null) {
        look.accept(item);
      }
    }
  }

  boolean isEmpty() {
    return tail.get() == head;
  }

  private AtomicReferenceArray<@Nullable T> slots() {
    AtomicReferenceArray<@Nullable T> slots = made.get();
    if (slots != null) {
      return slots;
    }
    AtomicReferenceArray<@Nullable T> fresh = new AtomicReferenceArray<>(mask + 1);
    AtomicReferenceArray<@Nullable T> others = made.compareAndExchange(null, fresh);
    return others == null ? fresh : others;
  }
}
