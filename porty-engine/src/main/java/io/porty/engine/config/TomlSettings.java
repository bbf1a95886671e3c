package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingSetting;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** One TOML table as {@link Settings}: every value read once, every mistake with its position. */
public final class TomlSettings implements Settings {

  private final TomlTable table;
  private final String path;
  private final int line;
  private final Problems problems;
  private final Map<Key<?>, Optional<?>> read = new HashMap<>();

  /**
   * @param path how the table is called in messages, empty for the top
   * @param line where the table begins, for mistakes about keys that are not there
   */
  TomlSettings(TomlTable table, String path, int line, Problems problems) {
    this.table = table;
    this.path = path;
    this.line = line;
    this.problems = problems;
  }

  @Override
  public <T> T get(Key<T> key) {
    Optional<T> value = find(key).or(key::defaultValue);
    if (value.isPresent()) {
      return value.get();
    }
    if (!has(key)) {
      problem(key, "is missing", "Write it: " + key.name() + " = " + key.type() + ".");
    }
    throw new MissingSetting(key);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Key<T> key) {
    return (Optional<T>) read.computeIfAbsent(key, k -> parse(key));
  }

  private <T> Optional<T> parse(Key<T> key) {
    Object raw = table.get(List.of(key.name()));
    if (raw == null) {
      return Optional.empty();
    }
    try {
      if (!key.columns().isEmpty() && isTables(raw)) {
        return Optional.of(key.read(rows(key, (TomlArray) raw)));
      }
      return Optional.of(key.read(raw instanceof TomlArray array ? array.toList() : raw));
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      int cut = message.indexOf("; ");
      String what = cut < 0 ? message : message.substring(0, cut);
      String how = cut < 0 ? "expected " + key.type() : message.substring(cut + 2);
      problem(key, what, Character.toUpperCase(how.charAt(0)) + how.substring(1) + ".");
      return Optional.empty();
    }
  }

  private static boolean isTables(Object raw) {
    return raw instanceof TomlArray array
        && array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  private List<Settings> rows(Key<?> key, TomlArray array) {
    List<Settings> rows = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      TomlSettings row =
          new TomlSettings(
              array.getTable(i),
              pathTo(key.name()) + "[" + (i + 1) + "]",
              array.inputPositionOf(i).line(),
              problems);
      row.rejectUnknown(key.columns(), Set.of(), unknown -> Optional.empty());
      key.columns().forEach(row::find);
      rows.add(row);
    }
    return rows;
  }

  /** Whether there is a table of this name below this one. */
  boolean hasTable(String name) {
    return table.get(List.of(name)) instanceof TomlTable;
  }

  /** Whether nothing at all is written in it. */
  boolean isEmpty() {
    return table.isEmpty();
  }

  /** The line on which a key is written; 0 if it is not. */
  int line(Key<?> key) {
    return has(key) ? table.inputPositionOf(List.of(key.name())).line() : 0;
  }

  /** Whether the key is written at all, fitting or not. */
  boolean has(Key<?> key) {
    return table.contains(List.of(key.name()));
  }

  @Override
  public void problem(Key<?> key, String message, String remedy) {
    if (key.isSecret() && has(key)) {
      problems.mask(line(key));
    }
    problem(key.name(), message, remedy);
  }

  void problem(String name, String message, String remedy) {
    TomlPosition position =
        table.contains(List.of(name)) ? table.inputPositionOf(List.of(name)) : null;
    problems.add(
        position == null ? line : position.line(),
        position == null ? 1 : position.column(),
        path.isEmpty() ? name : path + "." + name,
        message,
        remedy);
  }

  /** The table of this name below this one, empty if there is none. */
  TomlSettings table(String name) {
    Object below = table.get(List.of(name));
    if (below instanceof TomlTable t) {
      return new TomlSettings(
          t, pathTo(name), table.inputPositionOf(List.of(name)).line(), problems);
    }
    return new TomlSettings(org.tomlj.Toml.parse(""), pathTo(name), line, problems);
  }

  private String pathTo(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Reports every key and table that is not among those given.
   *
   * @param hint what to say of a key that means something elsewhere, if anything
   */
  void rejectUnknown(
      Collection<? extends Key<?>> keys,
      Set<String> tables,
      Function<String, Optional<String>> hint) {
    List<String> known = keys.stream().map(Key::name).toList();
    for (String written : table.keySet()) {
      boolean isTable = table.get(List.of(written)) instanceof TomlTable;
      boolean fine =
          isTable
              ? tables.contains(written)
              : known.contains(written) || path.isEmpty() && written.equals(ConfigLoader.ROUTES);
      if (!fine) {
        boolean misplaced = tables.contains(written);
        String guess =
            misplaced
                ? "Write it under a line [..." + written + "], with single brackets."
                : suggestion(written, isTable ? tables : known);
        problem(
            written,
            misplaced || isTable && known.contains(written)
                ? isTable ? "is a table, not a value" : "is not a table"
                : isTable ? "is not a known table" : "is not a known key",
            hint.apply(written).orElse(guess));
      }
    }
  }

  private static String suggestion(String written, Collection<String> known) {
    return Nearest.to(written, known)
        .map(near -> "Did you mean \"" + near + "\"?")
        .orElse(
            known.isEmpty()
                ? "Nothing can be set here; remove it."
                : "Remove it. Known are: "
                    + String.join(", ", known.stream().sorted().toList())
                    + ".");
  }
}
