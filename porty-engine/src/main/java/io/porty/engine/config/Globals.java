package io.porty.engine.config;

import io.porty.api.Key;
import java.util.Optional;

/** The values of the global keys: the command line overrides the file, the file the default. */
final class Globals {

  private final TomlSettings file;
  private final Overrides overrides;
  private final ConfigReadContext reading;

  Globals(TomlSettings file, Overrides overrides, ConfigReadContext reading) {
    this.file = file;
    this.overrides = overrides;
    this.reading = reading;
  }

  ConfigReadContext reading() {
    return reading;
  }

  /** The top-level table of the file. */
  TomlSettings file() {
    return file;
  }

  <T> T get(Key<T> key) {
    T written = file.get(key);
    return overrides.find(key, reading.problems()).orElse(written);
  }

  /** As {@link #get}, for a key that may have no value. */
  <T> Optional<T> find(Key<T> key) {
    Optional<T> written = file.find(key);
    return overrides.find(key, reading.problems()).or(() -> written);
  }

  /** What the command line has of a key that no file has. */
  <T> Optional<T> ofCommandLine(Key<T> key) {
    return overrides.find(key, reading.problems());
  }

  boolean hasTable(String name) {
    return file.hasTable(name);
  }

  /** A top-level table: settings of an access log for every route without its own. */
  TomlSettings table(String name) {
    return file.table(name);
  }

  /** Whether any of the four keys of the route main is set. */
  boolean describesMain() {
    return GlobalKeys.OF_MAIN.stream().anyMatch(key -> file.has(key) || overrides.has(key));
  }
}
