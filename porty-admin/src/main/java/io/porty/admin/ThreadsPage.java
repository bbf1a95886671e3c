package io.porty.admin;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;

/** A thread dump, the threads with the most CPU time first. */
final class ThreadsPage {

  static String write() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder out = new StringBuilder();
    long[] deadlocked = threads.findDeadlockedThreads();
    if (deadlocked != null) {
      out.append("DEADLOCK of the threads ").append(Arrays.toString(deadlocked)).append("\n\n");
    }
    Arrays.stream(threads.dumpAllThreads(false, false))
        .sorted(
            Comparator.comparingLong((ThreadInfo t) -> -threads.getThreadCpuTime(t.getThreadId())))
        .forEach(thread -> write(out, thread, threads.getThreadCpuTime(thread.getThreadId())));
    return out.toString();
  }

  private static void write(StringBuilder out, ThreadInfo thread, long cpuNanos) {
    out.append('"')
        .append(thread.getThreadName())
        .append("\" ")
        .append(thread.getThreadState())
        .append(", CPU ")
        .append(cpuNanos / 1_000_000)
        .append(" ms\n");
    LockInfo lock = thread.getLockInfo();
    if (lock != null) {
      out.append("    waiting for ").append(lock);
      if (thread.getLockOwnerName() != null) {
        out.append(" of \"").append(thread.getLockOwnerName()).append('"');
      }
      out.append('\n');
    }
    for (StackTraceElement frame : thread.getStackTrace()) {
      out.append("    at ").append(frame).append('\n');
    }
    out.append('\n');
  }

  private ThreadsPage() {}
}
