package io.porty.admin;

import io.porty.api.mode.ModeMetric;
import io.porty.engine.observe.metrics.ModeCounters;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics that modes count by themselves; only those that have been counted. */
final class ModeMetrics {

  private final Map<ModeMetric, CounterSnapshot.Builder> counters =
      new TreeMap<>(Comparator.comparing(ModeMetric::name));
  private final Map<ModeMetric, GaugeSnapshot.Builder> gauges =
      new TreeMap<>(Comparator.comparing(ModeMetric::name));

  static List<MetricSnapshot> of(Map<String, ModeCounters> counters) {
    ModeMetrics metrics = new ModeMetrics();
    counters.forEach(
        (place, of) ->
            of.values().forEach(value -> metrics.add(Labels.of("listener", place), value)));
    return metrics.all();
  }

  private void add(Labels listener, ModeCounters.Value value) {
    ModeMetric metric = value.metric();
    Labels labels = listener;
    for (int i = 0; i < metric.labels().size(); i++) {
      labels = labels.add(metric.labels().get(i), value.labels().get(i));
    }
    if (metric.isGauge()) {
      gauges
          .computeIfAbsent(metric, of -> GaugeSnapshot.builder().name(of.name()).help(of.help()))
          .dataPoint(
              GaugeSnapshot.GaugeDataPointSnapshot.builder()
                  .labels(labels)
                  .value((double) value.count())
                  .build());
    } else {
      counters
          .computeIfAbsent(metric, of -> CounterSnapshot.builder().name(of.name()).help(of.help()))
          .dataPoint(
              CounterSnapshot.CounterDataPointSnapshot.builder()
                  .labels(labels)
                  .value((double) value.count())
                  .build());
    }
  }

  private List<MetricSnapshot> all() {
    List<MetricSnapshot> all = new ArrayList<>();
    counters.values().forEach(counter -> all.add(counter.build()));
    gauges.values().forEach(gauge -> all.add(gauge.build()));
    return all;
  }
}
