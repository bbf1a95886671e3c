package io.porty.api.mode;

import java.util.List;
import java.util.Objects;

/**
 * A metric of a mode: a counter, or a gauge that a mode moves up and down. Porty adds the label
 * {@code listener}.
 *
 * @param name with the prefix {@code porty_}, without {@code _total}
 * @param help one line
 * @param isGauge whether it goes down, too
 * @param labels names of further labels; their values have to be of a small fixed set
 * @since 0.2
 */
public record ModeMetric(String name, String help, boolean isGauge, List<String> labels) {

  /**
   * Copies the labels.
   *
   * @param name with the prefix {@code porty_}, without {@code _total}
   * @param help one line
   * @param isGauge whether it goes down, too
   * @param labels names of further labels
   */
  public ModeMetric {
    Objects.requireNonNull(name);
    Objects.requireNonNull(help);
    labels = List.copyOf(labels);
  }

  /**
   * {@return a counter}
   *
   * @param name without {@code _total}
   * @param help one line
   * @param labels names of further labels
   */
  public static ModeMetric counter(String name, String help, String... labels) {
    return new ModeMetric(name, help, false, List.of(labels));
  }

  /**
   * {@return a gauge}
   *
   * @param name of it
   * @param help one line
   * @param labels names of further labels
   */
  public static ModeMetric gauge(String name, String help, String... labels) {
    return new ModeMetric(name, help, true, List.of(labels));
  }
}
