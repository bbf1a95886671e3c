package io.porty.engine.config;

/**
 * Checks whether a configuration fits into the heap before it is read: a serving process must not
 * run out of memory because of a file.
 */
final class HeapCheck {

  /** The share of the free heap that a configuration may use. */
  private static final double SHARE = 0.85;

  /** Runs the garbage collector before it returns false. */
  static boolean has(long bytes) {
    if (bytes < free()) {
      return true;
    }
    System.gc();
    return bytes < free();
  }

  private static double free() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return (runtime.maxMemory() - used) * SHARE;
  }

  private HeapCheck() {}
}
