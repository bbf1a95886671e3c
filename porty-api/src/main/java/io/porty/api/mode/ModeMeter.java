package io.porty.api.mode;

import io.porty.api.PortyImplements;

/**
 * Counts for metrics what a mode does on one listening address, beside the exchanges that {@link
 * RouteMeter} counts. Thread-safe. Counts outlive the configuration.
 *
 * @since 0.2
 */
@PortyImplements
public interface ModeMeter {

  /** Counts nothing. */
  ModeMeter OFF = (metric, labels) -> change -> {};

  /**
   * Returns one value of a metric, which is exposed from now on. Keep it: this call is a look-up.
   *
   * @param metric the metric; always equal for the same name
   * @param labels a value for each of its labels, in their order
   * @return the same for the same labels
   */
  Count count(ModeMetric metric, String... labels);

  /** One value of a metric. Cheap and thread-safe. */
  @PortyImplements
  @FunctionalInterface
  interface Count {

    /**
     * Adds to the value.
     *
     * @param change below 0 for gauges only
     */
    void add(long change);
  }
}
