package io.porty.bench.micro;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings made of values of the keys' own types. */
final class FixedSettings implements Settings {

  private final Map<String, Object> values = new HashMap<>();

  static FixedSettings of(Object... namesAndValues) {
    FixedSettings settings = new FixedSettings();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  @Override
  public <T> T get(Key<T> key) {
    return find(key).or(key::defaultValue).orElseThrow();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) values.get(key.name()));
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    throw new IllegalArgumentException(key + " " + message);
  }
}
