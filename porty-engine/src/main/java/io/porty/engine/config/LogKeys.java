package io.porty.engine.config;

import io.porty.api.Key;
import java.util.ArrayList;
import java.util.List;

/** The keys that every access log's table has in addition to the log's own. */
public final class LogKeys {

  public static final Key<String> OUTPUT =
      Key.string("output", null, "As the key log_output, for this format")
          .checked(GlobalKeys::checkOutput);

  public static final Key<Double> SAMPLE =
      Key.decimal(
          "sample",
          1,
          0,
          1,
          "Share of requests and connections that are recorded; failures always are");

  public static final List<Key<?>> ALL = List.of(OUTPUT, SAMPLE);

  /** The log's own keys and the common ones. */
  public static List<Key<?>> with(List<Key<?>> own) {
    List<Key<?>> all = new ArrayList<>(own);
    all.addAll(ALL);
    return all;
  }

  private LogKeys() {}
}
