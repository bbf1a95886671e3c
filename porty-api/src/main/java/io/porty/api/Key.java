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
 * plugins NAME} are written from it; a test compares the pages of the documentation with it.
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
  private final KeyKind<T> kind;
  private final @Nullable T defaultValue;
  private final String documentation;
  private final Function<T, Optional<String>> check;
  private final boolean required;

  private Key(String name, KeyKind<T> kind, @Nullable T defaultValue, String documentation) {
    this(name, kind, defaultValue, documentation, value -> Optional.empty(), false);
  }

  private Key(
      String name,
      KeyKind<T> kind,
      @Nullable T defaultValue,
      String documentation,
      Function<T, Optional<String>> check,
      boolean required) {
    this.name = Objects.requireNonNull(name, "name");
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.documentation = Objects.requireNonNull(documentation, "documentation");
    this.check = Objects.requireNonNull(check, "condition");
    this.required = required;
  }

  /**
   * A text. Without a default, here and for all other kinds, {@link Settings#find} returns empty
   * for a missing key, and {@link Settings#get} reports it. See {@link #required()} for keys that
   * must be present.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<String> string(
      String name, @Nullable String defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TEXT, defaultValue, documentation);
  }

  /**
   * {@code true} or {@code false}.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Boolean> bool(String name, boolean defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TRUTH, defaultValue, documentation);
  }

  /**
   * As above, with an optional default.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Boolean> bool(
      String name, @Nullable Boolean defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TRUTH, defaultValue, documentation);
  }

  /**
   * A whole number from {@code min} to {@code max}.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Integer> integer(
      String name, @Nullable Integer defaultValue, int min, int max, String documentation) {
    return new Key<>(name, KeyKind.integer(min, max), defaultValue, documentation);
  }

  /**
   * As {@link #integer}, for 64-bit values such as numbers of bytes.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Long> longInteger(
      String name, long defaultValue, long min, long max, String documentation) {
    return new Key<>(name, KeyKind.longInteger(min, max), defaultValue, documentation);
  }

  /**
   * As above, with an optional default.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Long> longInteger(
      String name, @Nullable Long defaultValue, long min, long max, String documentation) {
    return new Key<>(name, KeyKind.longInteger(min, max), defaultValue, documentation);
  }

  /**
   * Seconds, fractions allowed, from {@code min} to {@code max}.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultSeconds the default, in seconds
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Duration> seconds(
      String name, double defaultSeconds, double min, double max, String documentation) {
    return seconds(name, (Double) defaultSeconds, min, max, documentation);
  }

  /**
   * As above, with an optional default.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultSeconds the default, in seconds; null for none
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Duration> seconds(
      String name, @Nullable Double defaultSeconds, double min, double max, String documentation) {
    return new Key<>(
        name, KeyKind.seconds(min, max), RawValue.millis(defaultSeconds), documentation);
  }

  /**
   * One of several values.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param choices the permitted values
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<String> choice(
      String name, @Nullable String defaultValue, List<String> choices, String documentation) {
    return new Key<>(name, KeyKind.choice(List.copyOf(choices)), defaultValue, documentation);
  }

  /**
   * A list of texts; a single text is read as a list with one element.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<List<String>> strings(
      String name, @Nullable List<String> defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TEXTS, defaultValue, documentation);
  }

  /**
   * A decimal number from {@code min} to {@code max}.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Double> decimal(
      String name, double defaultValue, double min, double max, String documentation) {
    return new Key<>(name, KeyKind.decimal(min, max), defaultValue, documentation);
  }

  /**
   * As above, with an optional default.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param min minimum, inclusive
   * @param max maximum, inclusive
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Double> decimal(
      String name, @Nullable Double defaultValue, double min, double max, String documentation) {
    return new Key<>(name, KeyKind.decimal(min, max), defaultValue, documentation);
  }

  /**
   * A target: {@code "host:port"}, {@code "http://host"} or {@code "unix:/path"}, as {@link
   * Target#parse} reads it. A scheme that Porty does not support is an error. A target from such a
   * key is configured by the operator, so the route's target policy does not apply to it.
   *
   * @param name of the key: lower case, digits and underscores
   * @param defaultValue the default; null for none
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<Target> target(
      String name, @Nullable Target defaultValue, String documentation) {
    return new Key<>(name, KeyKind.target(), defaultValue, documentation);
  }

  /**
   * A text that is never shown, such as a password or key. It has no default.
   *
   * @param name of the key: lower case, digits and underscores
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<String> secret(String name, String documentation) {
    return new Key<>(name, KeyKind.SECRET, null, documentation);
  }

  /**
   * A list of tables, each with the same keys: {@code [[routes.NAME.rules]]}. Empty if it is
   * absent. Errors and unknown keys inside are reported.
   *
   * @param name of the key: lower case, digits and underscores
   * @param columns the keys of each table
   * @param documentation one line, for the reference and error messages
   * @return the key
   */
  public static Key<List<Settings>> tables(
      String name, List<Key<?>> columns, String documentation) {
    return new Key<>(name, KeyKind.tables(name, columns), List.of(), documentation);
  }

  /**
   * {@return the same key with a further condition: the function returns the error and what to
   * write instead ({@code is "7"; expected an odd number}), or empty} A sentence without the
   * semicolon ({@code must end with .json}) is shown beside the value.
   *
   * @param condition returns the error; empty if the value is valid; never null
   */
  public Key<T> checked(Function<T, Optional<String>> condition) {
    return new Key<>(name, kind, defaultValue, documentation, condition, required);
  }

  /**
   * {@return the same key without a default: it has to be written} Whatever the kind: a choice,
   * seconds, a list of tables. That it is missing is found by {@code porty check}, before {@code
   * create}.
   *
   * <pre>{@code
   * static final Key<String> REGION =
   *     Key.choice("region", null, List.of("eu", "us"), "Where it runs").required();
   * }</pre>
   */
  public Key<T> required() {
    return new Key<>(name, kind, null, documentation, check, true);
  }

  /** {@return as it is written in the file} */
  public String name() {
    return name;
  }

  /** {@return what may be written, for people: "a whole number from 1 to 65535"} */
  public String type() {
    return kind.type();
  }

  /** {@return what holds when it is absent; empty if it has no default} */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** {@return whether it has to be written} */
  public boolean isRequired() {
    return required;
  }

  /** {@return what it is for, one line for people} */
  public String documentation() {
    return documentation;
  }

  /** {@return the keys of each table, for {@link #tables}; empty for every other kind} */
  public List<Key<?>> columns() {
    return kind.columns();
  }

  /** {@return whether its value is masked wherever settings are shown} */
  public boolean isSecret() {
    return kind.secret();
  }

  /**
   * Turns what a configuration file holds (String, Long, Double, Boolean, a List of them, or a List
   * of {@link Settings} for {@link #tables}) into this key's type.
   *
   * @param raw as the file has it
   * @return the value
   * @throws IllegalArgumentException if it does not fit; the message says what was found and what
   *     is expected
   * @throws IllegalStateException if the condition of {@link #checked} fails itself: its author's
   *     mistake; the cause is what it threw
   */
  public T read(Object raw) {
    T value = kind.reader().apply(raw);
    String problem = problem(value);
    if (problem == null) {
      return value;
    }
    throw new IllegalArgumentException(
        problem.contains("; ")
            ? problem
            : (isSecret() ? "" : "is " + RawValue.shown(raw) + ": ")
                + problem
                + "; write a value that fits: "
                + documentation);
  }

  private @Nullable String problem(T value) {
    Optional<String> problem;
    try {
      problem = check.apply(value);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new IllegalStateException("the condition of the key \"" + name + "\" failed", e);
    }
    if (problem == null) {
      throw new IllegalStateException("the condition of the key \"" + name + "\" returned null");
    }
    return problem.orElse(null);
  }

  /** {@return what is wrong with the key's own default, if anything: its author's mistake} */
  public Optional<String> problemOfDefault() {
    return kind.problem(defaultValue, check);
  }

  @Override
  public String toString() {
    return name;
  }
}
