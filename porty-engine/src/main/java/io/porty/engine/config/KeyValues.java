package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares and formats the effective values of keys. */
final class KeyValues {

  private static final String MASKED = "\"****\"";

  /** The value that is set, else the default; null if there is neither. */
  static @Nullable Object of(Settings settings, Key<?> key) {
    Optional<?> written = settings.find(key);
    return written.isPresent() ? written.get() : key.defaultValue().orElse(null);
  }

  /** Whether two values of a key are equal; lists of tables are compared by column. */
  static boolean same(Key<?> key, @Nullable Object a, @Nullable Object b) {
    if (key.columns().isEmpty() || !(a instanceof List<?> one) || !(b instanceof List<?> two)) {
      return a == null ? b == null : a.equals(b);
    }
    if (one.size() != two.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      for (Key<?> column : key.columns()) {
        Object here = of((Settings) one.get(i), column);
        if (!same(column, here, of((Settings) two.get(i), column))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The value as in a file, for messages; secrets are masked. */
  static String shown(Key<?> key, @Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (!key.columns().isEmpty() && value instanceof List<?> rows) {
      return rows.size() == 1 ? "1 table" : rows.size() + " tables";
    }
    return key.isSecret() ? MASKED : SampleConfig.toml(value);
  }

  private KeyValues() {}
}
