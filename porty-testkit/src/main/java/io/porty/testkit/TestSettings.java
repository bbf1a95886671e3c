package io.porty.testkit;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings for unit tests of a factory without a running Porty. Reported errors are collected in
 * {@link #problems}.
 *
 * @since 0.1
 */
public final class TestSettings implements Settings {

  private final Map<String, Object> values = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param namesAndValues names of keys alternating with values as TOML has them: String, Long,
   *     Double, Boolean, a List of these, or a List of {@code TestSettings} for tables
   */
  public static TestSettings of(Object... namesAndValues) {
    TestSettings settings = new TestSettings();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      settings.values.put(
          (String) namesAndValues[i], value instanceof Integer n ? (Object) n.longValue() : value);
    }
    return settings;
  }

  private TestSettings() {}

  @Override
  public <T> T get(Key<T> key) {
    Optional<T> value = find(key).or(key::defaultValue);
    if (value.isEmpty()) {
      problems.add(key.name() + " is missing");
      throw new MissingKeyException(key);
    }
    return value.get();
  }

  @Override
  public <T> Optional<T> find(Key<T> key) {
    Object raw = values.get(key.name());
    if (raw == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.read(raw));
    } catch (IllegalArgumentException e) {
      problems.add(key.name() + " " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    problems.add(key.name() + " " + message);
  }

  /** The reported errors. */
  public List<String> problems() {
    return problems;
  }
}
