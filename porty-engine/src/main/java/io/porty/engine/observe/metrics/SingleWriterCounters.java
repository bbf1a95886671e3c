package io.porty.engine.observe.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers that one thread writes and any thread may read: never torn, seen soon, and no dearer to
 * add to than a field.
 */
final class SingleWriterCounters {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values;

  SingleWriterCounters(int count) {
    this.values = new long[count];
  }

  /** Only for the one thread that writes. */
  void add(int index, long amount) {
    CELL.setOpaque(values, index, values[index] + amount);
  }

  /** The same. */
  void set(int index, long value) {
    CELL.setOpaque(values, index, value);
  }

  long get(int index) {
    return (long) CELL.getOpaque(values, index);
  }
}
