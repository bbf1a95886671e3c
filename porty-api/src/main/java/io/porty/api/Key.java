package io.porty.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one declaration of a configuration key: its name, type, default, bounds and documentation.
 * Settings are read with it, unknown keys are found with it, and {@code generate-config}, {@code
 * plugins NAME} and the reference page are written from it.
 *
 * <pre>{@code
 * static final Key<Integer> LIMIT = Key.integer("limit", 10, 1, 100, "How many at once");
 * int limit = settings.get(LIMIT);
 * }</pre>
 *
 * @param <T> what reading it gives; never null
 * @since 0.1
 */
public final class Key<T> {

  private final String name;
  private final String type;
  private final @Nullable T defaultValue;
  private final String documentation;
  private final Function<Object, T> reader;
  private final Function<T, Optional<String>> check;
  private final List<Key<?>> columns;
  private final boolean secret;

  private Key(
      String name,
      String type,
      @Nullable T defaultValue,
      String documentation,
      Function<Object, T> reader,
      Function<T, Optional<String>> check) {
    this(name, type, defaultValue, documentation, reader, check, List.of(), false);
  }

  private Key(
      String name,
      String type,
      @Nullable T defaultValue,
      String documentation,
      Function<Object, T> reader,
      Function<T, Optional<String>> check,
      List<Key<?>> columns,
      boolean secret) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.defaultValue = defaultValue;
    this.documentation = documentation;
    this.reader = reader;
    this.check = check;
    this.columns = List.copyOf(columns);
    this.secret = secret;
  }

  /**
   * Text. A null default means that the key has none, here and for every other kind: it is required
   * if it is read with {@link Settings#get}, and may be absent with {@link Settings#find}.
   */
  public static Key<String> string(
      String name, @Nullable String defaultValue, String documentation) {
    return new Key<>(
        name, "text", defaultValue, documentation, RawValue::readString, v -> Optional.empty());
  }

  public static Key<Boolean> bool(String name, boolean defaultValue, String documentation) {
    return new Key<>(
        name,
        "true or false",
        defaultValue,
        documentation,
        raw -> {
          if (raw instanceof Boolean b) {
            return b;
          }
          throw RawValue.unfit(raw, "true or false, without quotes");
        },
        v -> Optional.empty());
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Key<Integer> integer(
      String name, @Nullable Integer defaultValue, int min, int max, String documentation) {
    String expected = "a whole number from " + min + " to " + max;
    return new Key<>(
        name,
        expected,
        defaultValue,
        documentation,
        raw -> (int) RawValue.readLong(raw, min, max, expected),
        v -> Optional.empty());
  }

  /** As {@link #integer}, for quantities that may pass two thousand million: bytes, say. */
  public static Key<Long> longInteger(
      String name, long defaultValue, long min, long max, String documentation) {
    String expected = "a whole number from " + min + " to " + max;
    return new Key<>(
        name,
        expected,
        defaultValue,
        documentation,
        raw -> RawValue.readLong(raw, min, max, expected),
        v -> Optional.empty());
  }

  /** Seconds, fractions allowed, from {@code min} to {@code max}. */
  public static Key<Duration> seconds(
      String name, double defaultSeconds, double min, double max, String documentation) {
    String expected =
        "seconds from "
            + RawValue.plain(min)
            + " to "
            + RawValue.plain(max)
            + ", fractions allowed";
    return new Key<>(
        name,
        expected,
        RawValue.millis(defaultSeconds),
        documentation,
        raw -> {
          if (raw instanceof Number n && n.doubleValue() >= min && n.doubleValue() <= max) {
            return RawValue.millis(n.doubleValue());
          }
          throw RawValue.unfit(raw, expected);
        },
        v -> Optional.empty());
  }

  /** One of some words. */
  public static Key<String> choice(
      String name, String defaultValue, List<String> choices, String documentation) {
    String expected = "one of \"" + String.join("\", \"", choices) + "\"";
    return new Key<>(
        name,
        expected,
        defaultValue,
        documentation,
        raw -> {
          if (raw instanceof String s && choices.contains(s)) {
            return s;
          }
          throw RawValue.unfit(raw, expected);
        },
        v -> Optional.empty());
  }

  /** A list of texts; a single text is taken as a list of one. */
  public static Key<List<String>> strings(
      String name, List<String> defaultValue, String documentation) {
    return new Key<>(
        name,
        "a text or a list of texts",
        defaultValue,
        documentation,
        RawValue::readStrings,
        v -> Optional.empty());
  }

  /** A number with fractions from {@code min} to {@code max}. */
  public static Key<Double> decimal(
      String name, double defaultValue, double min, double max, String documentation) {
    String expected = "a number from " + RawValue.plain(min) + " to " + RawValue.plain(max);
    return new Key<>(
        name,
        expected,
        defaultValue,
        documentation,
        raw -> {
          if (raw instanceof Number n && n.doubleValue() >= min && n.doubleValue() <= max) {
            return n.doubleValue();
          }
          throw RawValue.unfit(raw, expected);
        },
        v -> Optional.empty());
  }

  /**
   * Where something is: {@code "host:port"} or {@code "unix:/path"}. A target that the
   * configuration names with such a key is the operator's choice, and not held against the route's
   * target policy.
   */
  public static Key<Target> target(
      String name, @Nullable Target defaultValue, String documentation) {
    String expected = "\"host:port\" or \"unix:/path\"";
    return new Key<>(
        name,
        expected,
        defaultValue,
        documentation,
        raw -> {
          if (raw instanceof String s) {
            try {
              return Target.parse(s);
            } catch (IllegalArgumentException e) {
              throw RawValue.unfit(raw, expected);
            }
          }
          throw RawValue.unfit(raw, expected);
        },
        v -> Optional.empty());
  }

  /** Text that is never shown: passwords, keys. It has no default. */
  public static Key<String> secret(String name, String documentation) {
    return new Key<>(
        name,
        "text, kept secret",
        null,
        documentation,
        RawValue::readString,
        v -> Optional.empty(),
        List.of(),
        true);
  }

  /**
   * A list of tables, each with the same keys: {@code [[routes.NAME.rules]]}. Absent, it is empty.
   * Mistakes and unknown keys inside are found as everywhere.
   */
  public static Key<List<Settings>> tables(
      String name, List<Key<?>> columns, String documentation) {
    return new Key<>(
        name,
        "tables with " + String.join(", ", columns.stream().map(Key::name).toList()),
        List.of(),
        documentation,
        raw -> RawValue.readTables(raw, name),
        v -> Optional.empty(),
        columns,
        false);
  }

  /**
   * The same key with a further condition: the function answers with what is wrong and what to
   * write instead, or with nothing.
   */
  public Key<T> checked(Function<T, Optional<String>> condition) {
    return new Key<>(name, type, defaultValue, documentation, reader, condition, columns, secret);
  }

  public String name() {
    return name;
  }

  /** What may be written, for people: "a whole number from 1 to 65535". */
  public String type() {
    return type;
  }

  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  public String documentation() {
    return documentation;
  }

  /** The keys of each table, for {@link #tables}; empty for every other kind. */
  public List<Key<?>> columns() {
    return columns;
  }

  /** Whether its value is masked wherever settings are shown. */
  public boolean isSecret() {
    return secret;
  }

  /**
   * Turns what a configuration file holds (String, Long, Double, Boolean, a List of them, or a List
   * of {@link Settings} for {@link #tables}) into this key's type.
   *
   * @throws IllegalArgumentException if it does not fit; the message says what was found and what
   *     is expected
   */
  public T read(Object raw) {
    T value = reader.apply(raw);
    Optional<String> problem = check.apply(value);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return value;
  }

  @Override
  public String toString() {
    return name;
  }
}
