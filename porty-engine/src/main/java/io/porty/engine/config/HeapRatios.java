package io.porty.engine.config;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How much of the heap is free after a full collection, in percent: flags of the JVM that can be
 * set while it runs.
 *
 * @param least the heap grows below it
 * @param most the heap shrinks above it
 */
record HeapRatios(int least, int most) {

  private static final String LEAST = "MinHeapFreeRatio";
  private static final String MOST = "MaxHeapFreeRatio";

  /** While much is allocated for good. With more there are hardly fewer collections. */
  private static final HeapRatios RAISED = new HeapRatios(40, 60);

  /**
   * Sets higher ones, and returns those of before; null if there is nothing to restore: the JVM has
   * no such flags, or they are that high, perhaps for another configuration of the process.
   */
  static synchronized @Nullable HeapRatios raise() {
    try {
      HotSpotDiagnosticMXBean jvm = jvm();
      HeapRatios before = new HeapRatios(percent(jvm, LEAST), percent(jvm, MOST));
      if (before.least >= RAISED.least) {
        return null;
      }
      RAISED.set(jvm);
      return before;
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  void restore() {
    restore(this);
  }

  private static synchronized void restore(HeapRatios before) {
    try {
      before.set(jvm());
    } catch (RuntimeException | LinkageError e) {
      // It has no such flags.
    }
  }

  /** The least may at no time be above the most. */
  private void set(HotSpotDiagnosticMXBean jvm) {
    if (most >= percent(jvm, LEAST)) {
      jvm.setVMOption(MOST, Integer.toString(most));
      jvm.setVMOption(LEAST, Integer.toString(least));
    } else {
      jvm.setVMOption(LEAST, Integer.toString(least));
      jvm.setVMOption(MOST, Integer.toString(most));
    }
  }

  private static int percent(HotSpotDiagnosticMXBean jvm, String flag) {
    return Integer.parseInt(jvm.getVMOption(flag).getValue());
  }

  private static HotSpotDiagnosticMXBean jvm() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  }
}
