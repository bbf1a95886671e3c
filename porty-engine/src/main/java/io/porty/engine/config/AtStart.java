package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the keys that are read only at start and need a restart to change ({@link
 * GlobalKeys#AT_START}). Immutable.
 */
public final class AtStart {

  private final Map<Key<?>, Object> values = new HashMap<>();

  private AtStart(Settings globals) {
    for (Key<?> key : GlobalKeys.AT_START) {
      Object value = KeyValues.of(globals, key);
      if (value != null) {
        values.put(key, value);
      }
    }
  }

  static AtStart of(Settings globals) {
    return new AtStart(globals);
  }

  /** Null for every other key. */
  @Nullable Object get(Key<?> key) {
    return values.get(key);
  }

  /** The changes of a later configuration that need a restart, one sentence for each key. */
  List<String> differences(Settings globals) {
    List<String> all = new ArrayList<>();
    for (Key<?> key : GlobalKeys.AT_START) {
      Object runs = values.get(key);
      Object configured = KeyValues.of(globals, key);
      if (!KeyValues.same(key, runs, configured)) {
        all.add(
            key.name()
                + " = "
                + KeyValues.shown(key, configured)
                + " holds after a restart (porty restart); until then it is "
                + KeyValues.shown(key, runs));
      }
    }
    return all;
  }
}
