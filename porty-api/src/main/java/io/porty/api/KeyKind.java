package io.porty.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a key are.
 *
 * @param type what may be written, for people
 * @param reader turns what a file holds into a value; throws {@link IllegalArgumentException}
 * @param columns the keys of each table, if the value is a list of tables
 * @param secret whether its value is never shown
 */
record KeyKind<T>(String type, Function<Object, T> reader, List<Key<?>> columns, boolean secret) {

  static final KeyKind<String> TEXT = plain("text", RawValue::readString);
  static final KeyKind<Boolean> TRUTH = plain("true or false", RawValue::readBoolean);
  static final KeyKind<List<String>> TEXTS =
      plain("a text or a list of texts", RawValue::readStrings);
  static final KeyKind<String> SECRET =
      new KeyKind<>("text, kept secret", RawValue::readString, List.of(), true);

  private static <T> KeyKind<T> plain(String type, Function<Object, T> reader) {
    return new KeyKind<>(type, reader, List.of(), false);
  }

  static KeyKind<Integer> integer(int min, int max) {
    String type = whole(min, max);
    return plain(type, raw -> (int) RawValue.readLong(raw, min, max, type));
  }

  static KeyKind<Long> longInteger(long min, long max) {
    String type = whole(min, max);
    return plain(type, raw -> RawValue.readLong(raw, min, max, type));
  }

  private static String whole(long min, long max) {
    return "a whole number from " + min + " to " + max;
  }

  static KeyKind<Duration> seconds(double min, double max) {
    String type = "seconds" + range(min, max) + ", fractions allowed";
    return plain(
        type,
        raw -> Duration.ofMillis(Math.round(RawValue.readDouble(raw, min, max, type) * 1000)));
  }

  static KeyKind<Double> decimal(double min, double max) {
    String type = "a number" + range(min, max);
    return plain(type, raw -> RawValue.readDouble(raw, min, max, type));
  }

  private static String range(double min, double max) {
    return " from " + RawValue.plain(min) + " to " + RawValue.plain(max);
  }

  static KeyKind<String> choice(List<String> choices) {
    String type = "one of \"" + String.join("\", \"", choices) + "\"";
    return plain(type, raw -> RawValue.readChoice(raw, choices, type));
  }

  static KeyKind<Target> target() {
    String type =
        "\"host:port\", \"unix:/path\", or with http://, https://, h2c://, tcp:// or tls://";
    return plain(type, raw -> RawValue.readTarget(raw, type));
  }

  static KeyKind<List<Settings>> tables(String name, List<Key<?>> columns) {
    return new KeyKind<>(
        "tables with " + String.join(", ", columns.stream().map(Key::name).toList()),
        raw -> RawValue.readTables(raw, name),
        List.copyOf(columns),
        false);
  }

  /** What is wrong with a default, if anything. */
  Optional<String> problem(@Nullable T value, Function<T, Optional<String>> check) {
    if (value == null || !columns.isEmpty()) {
      return Optional.empty();
    }
    try {
      return check.apply(reader.apply(RawValue.of(value)));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
