package io.porty.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of a configuration, merged from all files that define parts of it. */
final class ConfigTable {

  /** Of small tables there may be thousands. */
  private static final int FEW = 6;

  private final Map<String, ConfigValue> values = new LinkedHashMap<>(FEW);

  @Nullable ConfigValue get(String key) {
    return values.get(key);
  }

  void put(String key, ConfigValue value) {
    values.put(key, value);
  }

  void remove(String key) {
    values.remove(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The text that a key is set to. */
  Optional<String> text(String key) {
    ConfigValue value = values.get(key);
    return value != null && value.raw() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The tables of a list of tables; null if the key is absent or holds anything else. */
  @Nullable List<ConfigValue> tables(String key) {
    ConfigValue value = values.get(key);
    if (value == null || !(value.raw() instanceof List<?> list)) {
      return null;
    }
    List<ConfigValue> tables = new ArrayList<>(list.size());
    for (Object one : list) {
      ConfigValue element = (ConfigValue) one;
      if (!(element.raw() instanceof ConfigTable)) {
        return null;
      }
      tables.add(element);
    }
    return tables;
  }

  /**
   * Merges the table of another file: lists of tables are concatenated, tables are merged, and a
   * key that both set is an error.
   *
   * @param path of this table in messages, empty for the top
   */
  void join(ConfigTable more, String path, Problems problems) {
    for (Map.Entry<String, ConfigValue> entry : more.values.entrySet()) {
      String key = entry.getKey();
      ConfigValue here = values.get(key);
      ConfigValue there = entry.getValue();
      String name = path.isEmpty() ? key : path + "." + key;
      if (here == null) {
        values.put(key, there);
      } else if (here.raw() instanceof ConfigTable table
          && there.raw() instanceof ConfigTable other) {
        table.join(other, name, problems);
      } else if (here.raw() instanceof List<?> list
          && there.raw() instanceof List<?> other
          && beginsWithTable(list)
          && beginsWithTable(other)) {
        @SuppressWarnings("unchecked") // filled by TomlReader
        List<Object> all = (List<Object>) list;
        all.addAll(other);
      } else {
        problems.add(
            there.place(),
            name,
            "is set already, in " + here.place().seenFrom(there.place().text()),
            "Keep one of them.");
      }
    }
  }

  /** Checks once, when the list is complete, that all elements are tables. */
  private static boolean beginsWithTable(List<?> list) {
    return !list.isEmpty() && ((ConfigValue) list.get(0)).raw() instanceof ConfigTable;
  }
}
