package io.porty.engine.config;

/**
 * Whether something still fits into the heap. Asked before a configuration is read: a process
 * without memory ends, and one that serves must not end because of a file.
 */
final class HeapCheck {

  /** Of what is free, what a configuration may take. */
  private static final double SHARE = 0.85;

  /** Collects before it says no. */
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
