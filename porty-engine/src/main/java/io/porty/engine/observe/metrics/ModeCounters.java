package io.porty.engine.observe.metrics;

import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.ModeMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the modes of one listening address count, of all configurations. Thread-safe; empty, and
 * without cost, where no mode counts anything.
 */
public final class ModeCounters implements ModeMeter {

  /**
   * One value.
   *
   * @param labels a value for each label of the metric
   */
  public record Value(ModeMetric metric, List<String> labels, long count) {}

  private record Key(ModeMetric metric, List<String> labels) {}

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public Count count(ModeMetric metric, String... labels) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          metric.name() + " has the labels " + metric.labels() + ", not " + labels.length);
    }
    return counts.computeIfAbsent(new Key(metric, List.of(labels)), key -> new LongAdder())::add;
  }

  /** A snapshot of all values, in no order. */
  public List<Value> values() {
    List<Value> all = new ArrayList<>();
    counts.forEach((key, count) -> all.add(new Value(key.metric(), key.labels(), count.sum())));
    return all;
  }
}
