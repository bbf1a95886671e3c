package io.porty.engine.config;

import java.util.List;
import java.util.Map;

/**
 * Keys and values under the names of 0.1. They are read as the present ones, with a warning that
 * names the place and the present name. For one reading, on one thread.
 */
final class RenamedKeys {

  /** In which table a key has another name. */
  private record Renamed(String from, String to) {}

  private static final List<Renamed> AT_TOP =
      List.of(new Renamed("watch", "reload_on_change"), new Renamed("log_keep", "log_max_files"));

  /** In {@code [[routes]]} and {@code [[listeners]]}. */
  private static final List<Renamed> IN_LISTS =
      List.of(
          new Renamed("head_timeout_seconds", "request_header_timeout_seconds"),
          new Renamed("first_bytes_timeout_seconds", "inspect_delay_seconds"),
          new Renamed("upstream_once_idle_seconds", "upstream_unsafe_reuse_idle_seconds"));

  /** In the table of a plugin below one of these. */
  private static final Map<String, Renamed> BELOW =
      Map.of(
          "signed", new Renamed("longest_seconds", "max_validity_seconds"),
          "weighted", new Renamed("cookie_seconds", "cookie_max_age_seconds"),
          "unix", new Renamed("mode", "file_mode"));

  private static final String TRACE = "trace";
  private static final Map<String, String> TRACE_VALUES =
      Map.of("pass", "propagate", "begin", "start");

  private final ConfigReadContext reading;

  private RenamedKeys(ConfigReadContext reading) {
    this.reading = reading;
  }

  /** Gives what is written under a former name its present one. */
  static void apply(ConfigTable top, ConfigReadContext reading) {
    new RenamedKeys(reading).apply(top);
  }

  private void apply(ConfigTable top) {
    AT_TOP.forEach(renamed -> rename(top, "", renamed));
    for (String list : List.of(ListenerTables.LISTENERS, ConfigLoader.ROUTES)) {
      List<ConfigValue> tables = top.tables(list);
      if (tables != null) {
        tables.forEach(table -> inTable((ConfigTable) table.raw(), list + "."));
      }
    }
  }

  private void inTable(ConfigTable table, String path) {
    IN_LISTS.forEach(renamed -> rename(table, path, renamed));
    BELOW.forEach(
        (name, renamed) -> {
          ConfigValue below = table.get(name);
          if (below != null && below.raw() instanceof ConfigTable plugin) {
            rename(plugin, path + name + ".", renamed);
          }
        });
    ConfigValue trace = table.get(TRACE);
    String value = trace == null ? null : TRACE_VALUES.get(String.valueOf(trace.raw()));
    if (trace != null && value != null) {
      table.put(TRACE, new ConfigValue(value, trace.place()));
      warn(trace, path + TRACE + " = \"" + trace.raw() + "\"", "\"" + value + "\"");
    }
  }

  private void rename(ConfigTable table, String path, Renamed renamed) {
    ConfigValue written = table.get(renamed.from);
    if (written == null || written.raw() instanceof ConfigTable) {
      return;
    }
    table.remove(renamed.from);
    if (table.get(renamed.to) != null) {
      reading
          .problems()
          .add(
              written.place(),
              path + renamed.from,
              "is the former name of " + renamed.to + ", which is set as well",
              "Keep " + renamed.to + ".");
      return;
    }
    table.put(renamed.to, written);
    warn(written, path + renamed.from, renamed.to);
  }

  private void warn(ConfigValue written, String former, String present) {
    reading
        .warnings()
        .add(
            written.place().text().name()
                + " line "
                + written.place().line()
                + ": "
                + former
                + " is a former name; write "
                + present);
  }
}
