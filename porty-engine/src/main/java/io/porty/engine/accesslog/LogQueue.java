package io.porty.engine.accesslog;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded lock-free queue for many producers and a single consumer. {@link #offer} returns false
 * when it is full; nothing ever blocks.
 */
final class LogQueue<T> {

  /** Allocated with the first item, so that a Porty that logs nothing does not hold the array. */
  private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable T>> slotsRef =
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
      long position = tail.get();
      if (position - head > mask) {
        return false;
      }
      if (tail.compareAndSet(position, position + 1)) {
        slots().set((int) position & mask, item);
        return true;
      }
    }
  }

  /**
   * Removes the oldest item; null if there is none or its producer has not stored it yet. For the
   * consumer only.
   */
  @Nullable T poll() {
    AtomicReferenceArray<@Nullable T> slots = slotsRef.get();
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
   * Visits the queued items without removing them, from any thread: for shutdown with a blocked
   * consumer. Items that the consumer takes concurrently may be missed.
   */
  void forEachQueued(Consumer<T> action) {
    AtomicReferenceArray<@Nullable T> slots = slotsRef.get();
    for (long i = head; slots != null && i < tail.get(); i++) {
      T item = slots.get((int) i & mask);
      if (item != null) {
        action.accept(item);
      }
    }
  }

  boolean isEmpty() {
    return tail.get() == head;
  }

  private AtomicReferenceArray<@Nullable T> slots() {
    AtomicReferenceArray<@Nullable T> slots = slotsRef.get();
    if (slots != null) {
      return slots;
    }
    AtomicReferenceArray<@Nullable T> created = new AtomicReferenceArray<>(mask + 1);
    AtomicReferenceArray<@Nullable T> existing = slotsRef.compareAndExchange(null, created);
    return existing == null ? created : existing;
  }
}
