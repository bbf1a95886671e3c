package io.porty.engine.config;

import io.porty.api.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Global keys given on the command line; they override the file. */
public final class Overrides {

  private final Map<Key<?>, Object> values = new LinkedHashMap<>();

  public static Overrides none() {
    return new Overrides();
  }

  /** Sets a key as if it were in the file; numbers as Long. */
  public Overrides with(Key<?> key, Object raw) {
    values.put(key, raw);
    return this;
  }

  boolean has(Key<?> key) {
    return values.containsKey(key);
  }

  <T> Optional<T> find(Key<T> key, Problems problems) {
    Object raw = values.get(key);
    if (raw == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.read(raw));
    } catch (IllegalArgumentException e) {
      problems.add(
          "--" + key.name().replace('_', '-'),
          String.valueOf(e.getMessage()),
          "Expected " + key.type() + ".");
      return Optional.empty();
    }
  }
}
