package io.porty.engine.observe.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An array of counters that one thread writes and any thread may read. Opaque access: values are
 * never torn and become visible soon, at the cost of a plain field.
 */
final class SingleWriterCounters {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values;

  SingleWriterCounters(int count) {
    this.values = new long[count];
  }

  /** Adds to a counter; only on the writing thread. */
  void add(int index, long amount) {
    CELL.setOpaque(values, index, values[index] + amount);
  }

  /** Sets a counter; only on the writing thread. */
  void set(int index, long value) {
    CELL.setOpaque(values, index, value);
  }

  long get(int index) {
    return (long) CELL.getOpaque(values, index);
  }
}
