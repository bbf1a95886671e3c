package io.porty.admin;

import io.porty.engine.accesslog.LogCounters;
import io.porty.engine.control.ReloadCounters;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.runtime.ListenerStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The metrics of listeners, event loops, the log, reloads and the JVM. */
final class ProcessMetrics {

  private final List<MetricSnapshot> all = new ArrayList<>();

  static List<MetricSnapshot> of(AdminState inside) {
    ProcessMetrics metrics = new ProcessMetrics();
    metrics.listeners(inside.generations().seats());
    metrics.loops(inside.sampler().allLoopDelays());
    metrics.counter(
        "porty_log_records_dropped",
        "Traffic records that were lost because a log was too slow, of all logs",
        (double) inside.pump().dropped());
    metrics.logs(inside.pump().tallies());
    metrics.internalErrors(inside.errors().counts());
    metrics.gauge(
        "porty_memory_pressure",
        "1 while new connections and requests wait because memory for buffers is short",
        inside.generations().isShortOfMemory() ? 1 : 0);
    metrics.reloads(inside.reloads());
    metrics.process(
        ProcessView.now(inside.loops().transport().name()), inside.generations().version());
    return metrics.all;
  }

  private void logs(Collection<LogCounters> tallies) {
    CounterSnapshot.Builder lost =
        CounterSnapshot.builder()
            .name("porty_log_records_lost")
            .help("Traffic records that a log never saw because it was too slow");
    CounterSnapshot.Builder failed =
        CounterSnapshot.builder()
            .name("porty_log_failures")
            .help("Calls of a traffic log that failed");
    for (LogCounters tally : tallies) {
      Labels labels = Labels.of("log", tally.name());
      lost.dataPoint(counterPoint(labels, (double) tally.lost()));
      failed.dataPoint(counterPoint(labels, (double) tally.failed()));
    }
    all.add(lost.build());
    all.add(failed.build());
  }

  private void internalErrors(Map<String, Long> counts) {
    CounterSnapshot.Builder errors =
        CounterSnapshot.builder()
            .name("porty_internal_errors")
            .help("Faults of Porty itself, by where they happened; each kind is in the log");
    counts.forEach(
        (where, count) -> errors.dataPoint(counterPoint(Labels.of("where", where), count)));
    all.add(errors.build());
  }

  private static CounterSnapshot.CounterDataPointSnapshot counterPoint(
      Labels labels, double value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private void listeners(List<ListenerStatus> seats) {
    GaugeSnapshot.Builder open =
        GaugeSnapshot.builder().name("porty_connections").help("Client connections that are open");
    GaugeSnapshot.Builder limit =
        GaugeSnapshot.builder()
            .name("porty_connections_limit")
            .help("So many may be open; further clients wait in the backlog");
    CounterSnapshot.Builder accepted =
        CounterSnapshot.builder()
            .name("porty_connections_accepted")
            .help("Client connections so far");
    CounterSnapshot.Builder full =
        CounterSnapshot.builder()
            .name("porty_listener_full")
            .help("How often a client found the listener full and had to wait");
    for (ListenerStatus seat : seats) {
      Labels labels = Labels.of("listener", seat.place(), "mode", seat.mode());
      open.dataPoint(gaugePoint(labels, seat.open()));
      limit.dataPoint(gaugePoint(labels, seat.limit()));
      accepted.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels)
              .value((double) seat.accepted())
              .build());
      full.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels)
              .value((double) seat.timesFull())
              .build());
    }
    all.add(open.build());
    all.add(limit.build());
    all.add(accepted.build());
    all.add(full.build());
  }

  private void loops(List<Durations> delays) {
    HistogramSnapshot.Builder delay =
        HistogramSnapshot.builder()
            .name("porty_event_loop_delay_seconds")
            .help("How late a task of an event loop runs that is due; asked four times a second");
    for (int i = 0; i < delays.size(); i++) {
      delay.dataPoint(RouteMetrics.point(Labels.of("loop", Integer.toString(i)), delays.get(i)));
    }
    all.add(delay.build());
  }

  private void reloads(ReloadCounters reloads) {
    all.add(
        CounterSnapshot.builder()
            .name("porty_reloads")
            .help("How often the configuration was read again")
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("result", "success"))
                    .value((double) reloads.successes())
                    .build())
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("result", "failure"))
                    .value((double) reloads.failures())
                    .build())
            .build());
    gauge(
        "porty_config_last_reload_successful",
        "1 unless the file was refused when it was read last",
        reloads.isLastSuccessful() ? 1 : 0);
    gauge(
        "porty_config_last_reload_success_timestamp_seconds",
        "When the configuration that runs was read",
        reloads.lastSuccessMillis() / 1e3);
  }

  private void process(ProcessView p, String version) {
    all.add(
        InfoSnapshot.builder()
            .name("porty_build")
            .help("What runs")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(
                        Labels.of("version", version, "java", p.java(), "transport", p.transport()))
                    .build())
            .build());
    gauge("process_start_time_seconds", "When the process began", p.startMillis() / 1e3);
    known("process_resident_memory_bytes", "Memory in RAM", (double) p.residentBytes());
    known("process_open_fds", "Open file descriptors", (double) p.openFiles());
    known("process_max_fds", "So many may be open", (double) p.mostFiles());
    if (p.cpuSeconds() >= 0) {
      counter("process_cpu_seconds", "CPU time", p.cpuSeconds());
    }
    known(
        "porty_direct_memory_bytes",
        "Memory of Netty's buffers outside the heap",
        (double) p.directBytes());
    all.addAll(JvmMetrics.now());
  }

  /** What this system does not tell is left out. */
  private void known(String name, String help, double value) {
    if (value >= 0) {
      gauge(name, help, value);
    }
  }

  private void gauge(String name, String help, double value) {
    all.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(gaugePoint(Labels.EMPTY, value))
            .build());
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot gaugePoint(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private void counter(String name, String help, double value) {
    all.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private ProcessMetrics() {}
}
