package io.porty.engine.config;

import java.lang.ref.Reference;

/**
 * Checks whether a configuration fits into the heap before it is read: a serving process must not
 * run out of memory because of a file.
 */
final class HeapCheck {

  /** The share of the free heap that a configuration may use. */
  private static final double SHARE = 0.85;

  /** Less is not worth it. */
  private static final int MIN_GROWTH = 8 << 20;

  private static final int MAX_GROWTH = 128 << 20;

  /** Runs the garbage collector before it returns false. */
  static boolean has(long bytes) {
    if (bytes < free()) {
      return true;
    }
    System.gc();
    return bytes < free();
  }

  /**
   * Has the heap grow at once to what is going to be used. By itself it grows by small steps, with
   * a full collection after each: 16 of them for 10,000 certificates.
   *
   * @param bytes nothing is done if they are few, or many for this heap
   */
  static void grow(long bytes) {
    long max = Runtime.getRuntime().maxMemory();
    // Far from what no collector has room for in one piece: that would end the process.
    if (bytes >= MIN_GROWTH && bytes <= free() / 4 && used() <= max / 4) {
      Reference.reachabilityFence(new byte[(int) Math.min(bytes, MAX_GROWTH)]);
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static double free() {
    return (Runtime.getRuntime().maxMemory() - used()) * SHARE;
  }

  private HeapCheck() {}
}
