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

/** The metrics of listeners, event loops, access logs, reloads, the process and the JVM. */
final class ProcessMetrics {

  private final List<MetricSnapshot> all = new ArrayList<>();

  static List<MetricSnapshot> of(AdminState state) {
    ProcessMetrics metrics = new ProcessMetrics();
    metrics.listeners(state.reloader().listeners());
    metrics.loops(state.sampler().allLoopDelays());
    metrics.counter(
        "porty_log_records_dropped",
        "Log records dropped because a log was too slow, all logs",
        (double) state.logDispatcher().dropped());
    metrics.logs(state.logDispatcher().allCounters());
    metrics.internalErrors(state.errors().counts());
    metrics.gauge(
        "porty_memory_pressure",
        "1 while new connections and requests wait because buffer memory is short",
        state.reloader().isShortOfMemory() ? 1 : 0);
    metrics.reloads(state.reloads());
    metrics.process(ProcessView.now(state.loops().transport().name()), state.reloader().version());
    return metrics.all;
  }

  private void logs(Collection<LogCounters> allCounters) {
    CounterSnapshot.Builder lost =
        CounterSnapshot.builder()
            .name("porty_log_records_lost")
            .help("Log records dropped because the log was too slow");
    CounterSnapshot.Builder failed =
        CounterSnapshot.builder().name("porty_log_failures").help("Failed calls of an access log");
    for (LogCounters counters : allCounters) {
      Labels labels = Labels.of("log", counters.name());
      lost.dataPoint(counterPoint(labels, (double) counters.lost()));
      failed.dataPoint(counterPoint(labels, (double) counters.failed()));
    }
    all.add(lost.build());
    all.add(failed.build());
  }

  private void internalErrors(Map<String, Long> counts) {
    CounterSnapshot.Builder errors =
        CounterSnapshot.builder()
            .name("porty_internal_errors")
            .help("Internal errors of Porty by component; each kind is logged");
    counts.forEach(
        (where, count) -> errors.dataPoint(counterPoint(Labels.of("where", where), count)));
    all.add(errors.build());
  }

  private static CounterSnapshot.CounterDataPointSnapshot counterPoint(
      Labels labels, double value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private void listeners(List<ListenerStatus> listeners) {
    GaugeSnapshot.Builder open =
        GaugeSnapshot.builder().name("porty_connections").help("Open client connections");
    GaugeSnapshot.Builder limit =
        GaugeSnapshot.builder()
            .name("porty_connections_limit")
            .help("Maximum of open client connections; further clients wait in the backlog");
    CounterSnapshot.Builder accepted =
        CounterSnapshot.builder()
            .name("porty_connections_accepted")
            .help("Accepted client connections");
    CounterSnapshot.Builder full =
        CounterSnapshot.builder()
            .name("porty_listener_full")
            .help(
                "Connections that were not admitted at once because a connection limit was reached");
    CounterSnapshot.Builder proxyErrors =
        CounterSnapshot.builder()
            .name("porty_proxy_protocol_errors")
            .help(
                "Connections that were closed because their PROXY header was missing or malformed");
    for (ListenerStatus listener : listeners) {
      Long errors = listener.proxyErrors();
      if (errors != null) {
        proxyErrors.dataPoint(
            counterPoint(Labels.of("listener", listener.place()), (double) errors));
      }
      Labels labels = Labels.of("listener", listener.place(), "mode", listener.mode());
      open.dataPoint(gaugePoint(labels, listener.open()));
      limit.dataPoint(gaugePoint(labels, listener.limit()));
      accepted.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels)
              .value((double) listener.accepted())
              .build());
      full.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels)
              .value((double) listener.timesFull())
              .build());
    }
    all.add(open.build());
    all.add(limit.build());
    all.add(accepted.build());
    all.add(full.build());
    if (listeners.stream().anyMatch(listener -> listener.proxyErrors() != null)) {
      all.add(proxyErrors.build());
    }
  }

  private void loops(List<Durations> delays) {
    HistogramSnapshot.Builder delay =
        HistogramSnapshot.builder()
            .name("porty_event_loop_delay_seconds")
            .help(
                "How long an event loop takes to run a task that is submitted to it, sampled at least four times a second");
    for (int i = 0; i < delays.size(); i++) {
      delay.dataPoint(RouteMetrics.point(Labels.of("loop", Integer.toString(i)), delays.get(i)));
    }
    all.add(delay.build());
  }

  private void reloads(ReloadCounters reloads) {
    all.add(
        CounterSnapshot.builder()
            .name("porty_reloads")
            .help("Reloads of the configuration")
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
        "1 if the last reload succeeded, or there was none",
        reloads.isLastSuccessful() ? 1 : 0);
    gauge(
        "porty_config_last_reload_success_timestamp_seconds",
        "Time at which the active configuration was read",
        reloads.lastSuccessMillis() / 1e3);
  }

  private void process(ProcessView process, String version) {
    all.add(
        InfoSnapshot.builder()
            .name("porty_build")
            .help("Version of Porty and Java, and the transport")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(
                        Labels.of(
                            "version",
                            version,
                            "java",
                            process.java(),
                            "transport",
                            process.transport()))
                    .build())
            .build());
    gauge("process_start_time_seconds", "Start time of the process", process.startMillis() / 1e3);
    gaugeIfAvailable(
        "process_resident_memory_bytes", "Resident memory size", (double) process.residentBytes());
    gaugeIfAvailable("process_open_fds", "Open file descriptors", (double) process.openFiles());
    gaugeIfAvailable(
        "process_max_fds", "Maximum of open file descriptors", (double) process.maxFiles());
    if (process.cpuSeconds() >= 0) {
      counter("process_cpu_seconds", "CPU time", process.cpuSeconds());
    }
    gaugeIfAvailable(
        "porty_direct_memory_bytes",
        "Direct memory of Netty's buffers",
        (double) process.directBytes());
    all.addAll(JvmMetrics.now());
  }

  /** Omits a value that this system does not provide. */
  private void gaugeIfAvailable(String name, String help, double value) {
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
