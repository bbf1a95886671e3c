package io.porty.admin;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The metrics of the JVM under the names of the Prometheus Java client, which JVM dashboards know.
 */
final class JvmMetrics {

  private static final Labels HEAP = Labels.of("area", "heap");
  private static final Labels NONHEAP = Labels.of("area", "nonheap");

  static List<MetricSnapshot> now() {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(memory("jvm_memory_used_bytes", "Used bytes of a memory area", MemoryUsage::getUsed));
    all.add(
        memory(
            "jvm_memory_committed_bytes",
            "Committed bytes of a memory area",
            MemoryUsage::getCommitted));
    all.add(
        memory(
            "jvm_memory_max_bytes",
            "Maximum bytes of a memory area; -1 without a maximum",
            MemoryUsage::getMax));
    all.add(bufferPools());
    all.add(collections());
    all.add(
        GaugeSnapshot.builder()
            .name("jvm_threads_current")
            .help("Current number of threads")
            .dataPoint(point(Labels.EMPTY, ManagementFactory.getThreadMXBean().getThreadCount()))
            .build());
    return all;
  }

  private static GaugeSnapshot memory(String name, String help, ToLongFunction<MemoryUsage> value) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(HEAP, (double) value.applyAsLong(memory.getHeapMemoryUsage())))
        .dataPoint(point(NONHEAP, (double) value.applyAsLong(memory.getNonHeapMemoryUsage())))
        .build();
  }

  private static GaugeSnapshot bufferPools() {
    GaugeSnapshot.Builder used =
        GaugeSnapshot.builder()
            .name("jvm_buffer_pool_used_bytes")
            .help("Used bytes of a buffer pool of the JDK; Netty's are porty_direct_memory_bytes");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      used.dataPoint(point(Labels.of("pool", pool.getName()), (double) pool.getMemoryUsed()));
    }
    return used.build();
  }

  private static SummarySnapshot collections() {
    SummarySnapshot.Builder collections =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("Time spent in a garbage collector, in seconds");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections.dataPoint(
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(Labels.of("gc", collector.getName()))
              .count(Math.max(0, collector.getCollectionCount()))
              .sum(Math.max(0, collector.getCollectionTime()) / 1e3)
              .build());
    }
    return collections.build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private JvmMetrics() {}
}
