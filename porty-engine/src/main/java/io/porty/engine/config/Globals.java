package io.porty.engine.config;

import io.porty.api.Key;
import java.util.Optional;
import java.util.stream.Stream;

/** The global keys: command line before file before default. */
final class Globals {

  private final TomlSettings file;
  private final Overrides overrides;
  private final Problems problems;

  Globals(TomlSettings file, Overrides overrides, Problems problems) {
    this.file = file;
    this.overrides = overrides;
    this.problems = problems;
  }

  <T> T get(Key<T> key) {
    T written = file.get(key);
    return overrides.find(key, problems).orElse(written);
  }

  /** As {@link #get}, for a key that need not have a value. */
  <T> Optional<T> find(Key<T> key) {
    Optional<T> written = file.find(key);
    return overrides.find(key, problems).or(() -> written);
  }

  boolean hasTable(String name) {
    return file.hasTable(name);
  }

  /** A table at the top: settings of a traffic log for every route that has none of its own. */
  TomlSettings table(String name) {
    return file.table(name);
  }

  /** Whether any of the four keys of the route main is written. */
  boolean describesMain() {
    return Stream.of(
            GlobalKeys.LISTEN_ADDR,
            GlobalKeys.LISTEN_PORT,
            GlobalKeys.TARGET_ADDR,
            GlobalKeys.TARGET_PORT)
        .anyMatch(key -> file.has(key) || overrides.has(key));
  }
}
