package io.porty.admin;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process and its JVM; serialized as JSON. Values that this system does not provide are -1.
 *
 * @param directBytes direct memory of Netty's buffers
 */
record ProcessView(
    long pid,
    String java,
    String transport,
    long startMillis,
    double cpuSeconds,
    long residentBytes,
    long heapBytes,
    long heapMaxBytes,
    long nonHeapBytes,
    long directBytes,
    int threads,
    long openFiles,
    long maxFiles,
    long gcCount,
    double gcSeconds) {

  private static final long KILOBYTE = 1024;

  static ProcessView now(String transport) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double cpu = -1;
    long open = -1;
    long max = -1;
    if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      cpu = unix.getProcessCpuTime() / 1e9;
      open = unix.getOpenFileDescriptorCount();
      max = unix.getMaxFileDescriptorCount();
    }
    long gcCount = 0;
    long gcMillis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gcCount += Math.max(0, collector.getCollectionCount());
      gcMillis += Math.max(0, collector.getCollectionTime());
    }
    return new ProcessView(
        ProcessHandle.current().pid(),
        Runtime.version().toString(),
        transport,
        runtime.getStartTime(),
        cpu,
        readResident(),
        heap.getUsed(),
        heap.getMax(),
        ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed(),
        PlatformDependent.usedDirectMemory(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        open,
        max,
        gcCount,
        gcMillis / 1e3);
  }

  /** VmRSS of proc(5). */
  private static long readResident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not available on this system.
    }
    return -1;
  }
}
