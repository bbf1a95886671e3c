package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingSetting;
import io.porty.api.Settings;
import io.porty.engine.diagnostics.Printable;
import io.porty.engine.plugin.Fence;
import io.porty.engine.plugin.PluginFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** One TOML table as {@link Settings}: every value read once, every mistake with its position. */
public final class TomlSettings implements Settings {

  private final TomlTable table;
  private final String path;
  private final int line;
  private final Problems problems;
  private final Map<Key<?>, Optional<?>> read;
  private final Set<String> missing;
  private final @Nullable Declared declared;

  /**
   * @param path how the table is called in messages, empty for the top
   * @param line where the table begins, for mistakes about keys that are not there
   */
  TomlSettings(TomlTable table, String path, int line, Problems problems) {
    this(table, path, line, problems, new HashMap<>(), new HashSet<>(), null);
  }

  private TomlSettings(
      TomlTable table,
      String path,
      int line,
      Problems problems,
      Map<Key<?>, Optional<?>> read,
      Set<String> missing,
      @Nullable Declared declared) {
    this.table = table;
    this.path = path;
    this.line = line;
    this.problems = problems;
    this.read = read;
    this.missing = missing;
    this.declared = declared;
  }

  /** The same table for the part of a plugin that has declared these keys, and reads no others. */
  TomlSettings declaring(Fence fence, Collection<? extends Key<?>> keys) {
    return new TomlSettings(table, path, line, problems, read, missing, Declared.of(fence, keys));
  }

  @Override
  public <T> T get(Key<T> key) {
    Optional<T> value = find(key).or(key::defaultValue);
    if (value.isPresent()) {
      return value.get();
    }
    reportMissing(key);
    throw new MissingSetting(key);
  }

  private void reportMissing(Key<?> key) {
    if (!has(key) && missing.add(key.name())) {
      problem(key, "is missing", "Write it: " + key.name() + " = " + key.type() + ".");
    }
  }

  /**
   * Reads every key, so that each mistake is found, and reports those that have to be written and
   * are not.
   *
   * @return whether all of those are there
   */
  boolean readAll(Collection<? extends Key<?>> keys) {
    boolean complete = true;
    for (Key<?> key : keys) {
      boolean absent = find(key).isEmpty();
      if (absent && key.isRequired()) {
        reportMissing(key);
        complete = false;
      }
    }
    return complete;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Key<T> key) {
    if (declared != null) {
      declared.check(key);
    }
    Optional<T> known = (Optional<T>) read.get(key);
    if (known == null) {
      known = parse(key);
      read.put(key, known);
    }
    return known;
  }

  private <T> Optional<T> parse(Key<T> key) {
    Object raw = table.get(List.of(key.name()));
    if (raw == null) {
      return Optional.empty();
    }
    Object plain =
        !key.columns().isEmpty() && isTables(raw)
            ? rows(key, (TomlArray) raw)
            : raw instanceof TomlArray array ? array.toList() : raw;
    try {
      return Optional.of(read(key, plain));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      int cut = message.indexOf("; ");
      String what = cut < 0 ? message : message.substring(0, cut);
      String how = cut < 0 ? "expected " + key.type() : message.substring(cut + 2);
      problem(key, what, Character.toUpperCase(how.charAt(0)) + how.substring(1) + ".");
    } catch (PluginFault e) {
      fault(key, "cannot be checked: the condition of the key " + e.what(), e);
    }
    return Optional.empty();
  }

  /** The condition of a plugin's key is the plugin's code. */
  private <T> T read(Key<T> key, Object plain) {
    if (declared == null) {
      return key.read(plain);
    }
    Fence fence = declared.fence();
    String method = "condition of the key \"" + key.name() + "\"";
    try {
      return Objects.requireNonNull(
          fence.inTime(method, () -> key.read(plain), Fence.DEADLINE_SECONDS * 1000L));
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      throw e;
    } catch (IllegalStateException e) {
      throw e.getCause() == null
          ? fence.fault(method, "answered null")
          : fence.fault(method, e.getCause());
    } catch (Throwable e) {
      throw fence.fault(method, e);
    }
  }

  /** A mistake that is not this file's but a plugin's. */
  void fault(Key<?> key, String message, PluginFault by) {
    record(key.name(), Printable.of(message), "This is a fault of " + by.whose());
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
      TomlSettings own = declared == null ? row : row.declaring(declared.fence(), key.columns());
      own.readAll(key.columns());
      rows.add(own);
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
    problem(
        key.name(), Printable.of(String.valueOf(message)), Printable.of(String.valueOf(remedy)));
  }

  void problem(String name, String message, String remedy) {
    record(name, message, remedy);
  }

  private void record(String name, String message, String remedy) {
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
