package io.porty.mode.http.h2;

import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.ModeMetric;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts frames of one type and sender by their error. On the event loop. */
final class ErrorCounts {

  private final ModeMeter meter;
  private final ModeMetric metric;
  private final String by;

  /** Each is looked up when it is first needed. */
  private final ModeMeter.@Nullable Count[] counts =
      new ModeMeter.@Nullable Count[H2Error.values().length];

  /**
   * @param by who sends the frames
   */
  ErrorCounts(ModeMeter meter, ModeMetric metric, String by) {
    this.meter = meter;
    this.metric = metric;
    this.by = by;
  }

  void add(H2Error error) {
    ModeMeter.Count count = counts[error.ordinal()];
    if (count == null) {
      count = meter.count(metric, by, error.name().toLowerCase(Locale.ROOT));
      counts[error.ordinal()] = count;
    }
    count.add(1);
  }
}
