package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Settings;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.diagnostics.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A TOML table as {@link Settings}: every value is read once, every error has its position. */
public final class TomlSettings implements Settings {

  private static final int FEW_KEYS = 6;

  private final ConfigTable table;
  private final String path;
  private final ConfigPosition place;
  private final ConfigReadContext reading;
  private final Map<Key<?>, Optional<?>> read;
  private final @Nullable DeclaredKeys declared;
  private final KeyReader reader;

  /**
   * @param path the table's name in messages, empty for the top
   * @param place where the table begins, for errors about missing keys
   */
  TomlSettings(ConfigTable table, String path, ConfigPosition place, ConfigReadContext reading) {
    this.table = table;
    this.path = path;
    this.place = place;
    this.reading = reading;
    this.read = new HashMap<>(FEW_KEYS);
    this.declared = null;
    this.reader = new KeyReader(null, reading);
  }

  private TomlSettings(TomlSettings same, DeclaredKeys declared) {
    this.table = same.table;
    this.path = same.path;
    this.place = same.place;
    this.reading = same.reading;
    this.read = same.read;
    this.declared = declared;
    this.reader = new KeyReader(declared, same.reading);
  }

  /** A view of the table for a plugin that has declared these keys and may read no others. */
  public TomlSettings declaring(PluginGuard guard, Collection<? extends Key<?>> keys) {
    return new TomlSettings(this, DeclaredKeys.of(guard, keys));
  }

  @Override
  public <T> T get(Key<T> key) {
    Optional<T> value = find(key).or(key::defaultValue);
    if (value.isPresent()) {
      return value.get();
    }
    reportMissing(key);
    throw new MissingKeyException(key);
  }

  private void reportMissing(Key<?> key) {
    if (!has(key)) {
      report(key, "is missing", "Write it: " + key.name() + " = " + key.type() + ".");
    }
  }

  /**
   * Reads every key to find all errors, and reports missing required keys.
   *
   * @return whether all required keys are set
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
  public <T> Optional<T> find(Key<T> key) {
    if (declared != null) {
      declared.check(key);
    }
    return value(key);
  }

  @SuppressWarnings("unchecked")
  private <T> Optional<T> value(Key<T> key) {
    Optional<?> known = read.get(key);
    if (known == null) {
      known = parse(key);
      read.put(key, known);
    }
    return (Optional<T>) known;
  }

  private <T> Optional<T> parse(Key<T> key) {
    ConfigValue written = table.get(key.name());
    if (key.isSecret() && table.get(SecretFile.keyFor(key).name()) != null) {
      return parseFile(key, written);
    }
    if (written == null || (hasTable(key.name()) && key.columns().isEmpty())) {
      return Optional.empty(); // of a table, rejectUnknown says so
    }
    List<ConfigValue> tables = key.columns().isEmpty() ? null : table.tables(key.name());
    List<Settings> rows = tables == null ? null : rows(key, tables);
    try {
      return Optional.of(rows == null ? reader.scalar(key, written) : reader.read(key, rows));
    } catch (IllegalArgumentException e) {
      unfit(key, e);
    } catch (PluginFault e) {
      fault(key, "cannot be checked: the condition of the key " + e.what(), e);
    }
    return Optional.empty();
  }

  /** Reports an error that is caused by a plugin, not by the file. */
  void fault(Key<?> key, String message, PluginFault by) {
    report(key.name(), Printable.of(message), "This is a fault of " + by.candidates());
  }

  private <T> Optional<T> parseFile(Key<T> secret, @Nullable ConfigValue beside) {
    Key<String> key = SecretFile.keyFor(secret);
    if (beside != null) {
      report(key, "conflicts with " + secret.name(), "Keep one of them.");
      return Optional.empty();
    }
    Optional<String> name = value(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(place(key).text().name()).resolveSibling(name.get());
      reading.files().add(file);
      T value = reader.read(secret, SecretFile.read(file));
      SecretFile.warning(file).ifPresent(reading.warnings()::add);
      return Optional.of(value);
    } catch (RegularFile.Unreadable e) {
      report(key, "is \"" + name.get() + "\": " + e.getMessage(), e.remedy());
    } catch (InvalidPathException e) {
      report(key, "is no path: " + e.getReason(), "Name a file.");
    } catch (IllegalArgumentException e) {
      unfit(key, e);
    } catch (PluginFault e) {
      fault(key, "cannot be checked: the condition of the key " + e.what(), e);
    }
    return Optional.empty();
  }

  private void unfit(Key<?> key, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int cut = message.indexOf("; ");
    String what = cut < 0 ? message : message.substring(0, cut);
    String how = cut < 0 ? "expected " + key.type() : message.substring(cut + 2);
    report(key, what, Character.toUpperCase(how.charAt(0)) + how.substring(1) + ".");
  }

  private List<Settings> rows(Key<?> key, List<ConfigValue> tables) {
    List<Settings> rows = new ArrayList<>();
    for (ConfigValue one : tables) {
      TomlSettings row =
          new TomlSettings(
              (ConfigTable) one.raw(),
              pathTo(key.name()) + "[" + (rows.size() + 1) + "]",
              one.place().lineStart(),
              reading);
      row.rejectUnknown(key.columns(), Set.of(), unknown -> Optional.empty());
      TomlSettings own = declared == null ? row : row.declaring(declared.guard(), key.columns());
      own.readAll(key.columns());
      rows.add(own);
    }
    return rows;
  }

  /** Whether this table has a subtable of this name. */
  boolean hasTable(String name) {
    ConfigValue below = table.get(name);
    return below != null && below.raw() instanceof ConfigTable;
  }

  /** The text that the key is set to. */
  Optional<String> word(String name) {
    return table.text(name);
  }

  /** Whether the key is set to {@code true}. */
  boolean isTrue(String name) {
    ConfigValue value = table.get(name);
    return value != null && Boolean.TRUE.equals(value.raw());
  }

  /** The names of what is written in the table. */
  Set<String> names() {
    return table.keys();
  }

  /** The position of a key, else of its table. */
  ConfigPosition place(Key<?> key) {
    ConfigValue value = table.get(key.name());
    return value == null ? place : value.place();
  }

  void watch(Path file) {
    reading.files().add(file);
  }

  /** The source of a key's value, for messages: a line, a line of another file, or a file. */
  String where(Key<?> key) {
    boolean fromFile = table.get(key.name()) == null && has(key);
    return place(fromFile ? SecretFile.keyFor(key) : key).seenFrom(reading.main())
        + (fromFile ? ", a file" : "");
  }

  /** The position of the table. */
  ConfigPosition place() {
    return place;
  }

  /** Whether the key is set, valid or not; a secret one also by its file. */
  boolean has(Key<?> key) {
    return table.get(key.name()) != null
        || (key.isSecret() && table.get(SecretFile.keyFor(key).name()) != null);
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    ConfigValue written = table.get(key.name());
    if (key.isSecret() && written != null) {
      reading.problems().mask(written.place());
    }
    report(key.name(), Printable.of(String.valueOf(message)), Printable.of(String.valueOf(remedy)));
  }

  void report(String name, String message, String remedy) {
    ConfigValue written = table.get(name);
    reading
        .problems()
        .add(
            written == null ? place.lineStart() : written.place(),
            path.isEmpty() ? name : path + "." + name,
            message,
            remedy);
  }

  /** The subtable of this name, empty if there is none. */
  TomlSettings table(String name) {
    return table(name, place);
  }

  /** The subtable of this name; if there is none, an empty one at the given place. */
  TomlSettings table(String name, ConfigPosition absent) {
    ConfigValue below = table.get(name);
    return below != null && below.raw() instanceof ConfigTable t
        ? new TomlSettings(t, pathTo(name), below.place().lineStart(), reading)
        : new TomlSettings(new ConfigTable(), pathTo(name), absent, reading);
  }

  private String pathTo(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Reports every key and table that is not known.
   *
   * @param hint the remedy for a key that is valid elsewhere, if any
   */
  void rejectUnknown(
      Collection<? extends Key<?>> keys,
      Set<String> tables,
      Function<String, Optional<String>> hint) {
    UnknownKeys unknown = new UnknownKeys(SecretFile.with(List.copyOf(keys)), tables, hint);
    for (String written : table.keys()) {
      boolean list =
          written.equals(ConfigLoader.ROUTES) || written.equals(ListenerTables.LISTENERS);
      if (path.isEmpty() && list) {
        continue; // errors in its shape are reported where it is read
      }
      unknown
          .find(written, hasTable(written))
          .ifPresent(found -> report(written, found.message(), found.remedy()));
    }
  }
}
