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
 */
public final class Key<T> {

  private final String name;
  private final String type;
  private final @Nullable T defaultValue;
  private final String documentation;
  private final Function<Object, T> reader;
  private final Function<T, Optional<String>> check;

  private Key(
      String name,
      String type,
      @Nullable T defaultValue,
      String documentation,
      Function<Object, T> reader,
      Function<T, Optional<String>> check) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.defaultValue = defaultValue;
    this.documentation = documentation;
    this.reader = reader;
    this.check = check;
  }

  /** Text. A null default means that the key has none: read it with {@link Settings#find}. */
  public static Key<String> string(
      String name, @Nullable String defaultValue, String documentation) {
    return new Key<>(
        name, "text", defaultValue, documentation, Key::readString, v -> Optional.empty());
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
          throw unfit(raw, "true or false, without quotes");
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
        raw -> (int) readLong(raw, min, max, expected),
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
        raw -> readLong(raw, min, max, expected),
        v -> Optional.empty());
  }

  /** Seconds, fractions allowed, from {@code min} to {@code max}. */
  public static Key<Duration> seconds(
      String name, double defaultSeconds, double min, double max, String documentation) {
    String expected = "seconds from " + plain(min) + " to " + plain(max) + ", fractions allowed";
    return new Key<>(
        name,
        expected,
        millis(defaultSeconds),
        documentation,
        raw -> {
          if (raw instanceof Number n && n.doubleValue() >= min && n.doubleValue() <= max) {
            return millis(n.doubleValue());
          }
          throw unfit(raw, expected);
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
          throw unfit(raw, expected);
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
        Key::readStrings,
        v -> Optional.empty());
  }

  /**
   * The same key with a further condition: the function answers with what is wrong and what to
   * write instead, or with nothing.
   */
  public Key<T> checked(Function<T, Optional<String>> condition) {
    return new Key<>(name, type, defaultValue, documentation, reader, condition);
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

  /**
   * Turns what a configuration file holds (String, Long, Double, Boolean or a List of them) into
   * this key's type.
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

  private static String readString(Object raw) {
    if (raw instanceof String s) {
      return s;
    }
    throw unfit(raw, "text in quotes");
  }

  private static List<String> readStrings(Object raw) {
    if (raw instanceof String s) {
      return List.of(s);
    }
    if (raw instanceof List<?> list) {
      return list.stream().map(Key::readString).toList();
    }
    throw unfit(raw, "a text in quotes or a list of texts");
  }

  private static long readLong(Object raw, long min, long max, String expected) {
    if (raw instanceof Long l && l >= min && l <= max) {
      return l;
    }
    throw unfit(raw, expected);
  }

  private static IllegalArgumentException unfit(Object raw, String expected) {
    String shown = raw instanceof String s ? "\"" + s + "\"" : String.valueOf(raw);
    return new IllegalArgumentException("is " + shown + "; expected " + expected);
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
