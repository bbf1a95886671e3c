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
   * Text. A null default means that the key has none, here and for every other kind: it may be
   * absent if it is read with {@link Settings#find}, and is missing if it is read with {@link
   * Settings#get}. One that has to be written is {@link #required()}: that is found before anything
   * is created.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<String> string(
      String name, @Nullable String defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TEXT, defaultValue, documentation);
  }

  /**
   * {@code true} or {@code false}.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue what holds when it is absent
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Boolean> bool(String name, boolean defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TRUTH, defaultValue, documentation);
  }

  /**
   * As above, also without a default.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Boolean> bool(
      String name, @Nullable Boolean defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TRUTH, defaultValue, documentation);
  }

  /**
   * A whole number from {@code min} to {@code max}.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Integer> integer(
      String name, @Nullable Integer defaultValue, int min, int max, String documentation) {
    return new Key<>(name, KeyKind.integer(min, max), defaultValue, documentation);
  }

  /**
   * As {@link #integer}, for quantities that may pass two thousand million: bytes, say.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue what holds when it is absent
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Long> longInteger(
      String name, long defaultValue, long min, long max, String documentation) {
    return new Key<>(name, KeyKind.longInteger(min, max), defaultValue, documentation);
  }

  /**
   * As above, also without a default.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Long> longInteger(
      String name, @Nullable Long defaultValue, long min, long max, String documentation) {
    return new Key<>(name, KeyKind.longInteger(min, max), defaultValue, documentation);
  }

  /**
   * Seconds, fractions allowed, from {@code min} to {@code max}.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultSeconds what holds when it is absent
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Duration> seconds(
      String name, double defaultSeconds, double min, double max, String documentation) {
    return seconds(name, (Double) defaultSeconds, min, max, documentation);
  }

  /**
   * As above, also without a default.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultSeconds null for none
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Duration> seconds(
      String name, @Nullable Double defaultSeconds, double min, double max, String documentation) {
    return new Key<>(
        name, KeyKind.seconds(min, max), RawValue.millis(defaultSeconds), documentation);
  }

  /**
   * One of some words.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param choices the words that may be written
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<String> choice(
      String name, @Nullable String defaultValue, List<String> choices, String documentation) {
    return new Key<>(name, KeyKind.choice(List.copyOf(choices)), defaultValue, documentation);
  }

  /**
   * A list of texts; a single text is taken as a list of one.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<List<String>> strings(
      String name, @Nullable List<String> defaultValue, String documentation) {
    return new Key<>(name, KeyKind.TEXTS, defaultValue, documentation);
  }

  /**
   * A number with fractions from {@code min} to {@code max}.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue what holds when it is absent
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Double> decimal(
      String name, double defaultValue, double min, double max, String documentation) {
    return new Key<>(name, KeyKind.decimal(min, max), defaultValue, documentation);
  }

  /**
   * As above, also without a default.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param min the least
   * @param max the most
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Double> decimal(
      String name, @Nullable Double defaultValue, double min, double max, String documentation) {
    return new Key<>(name, KeyKind.decimal(min, max), defaultValue, documentation);
  }

  /**
   * Where something is: {@code "host:port"}, {@code "http://host"} or {@code "unix:/path"}, as
   * {@link Target#parse} reads it. A scheme that Porty cannot speak is a mistake. A target that the
   * configuration names with such a key is the operator's choice, and not held against the route's
   * target policy.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param defaultValue null for none
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<Target> target(
      String name, @Nullable Target defaultValue, String documentation) {
    return new Key<>(name, KeyKind.target(), defaultValue, documentation);
  }

  /**
   * Text that is never shown: passwords, keys. It has no default.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<String> secret(String name, String documentation) {
    return new Key<>(name, KeyKind.SECRET, null, documentation);
  }

  /**
   * A list of tables, each with the same keys: {@code [[routes.NAME.rules]]}. Absent, it is empty.
   * Mistakes and unknown keys inside are found as everywhere.
   *
   * @param name as in the file: lower case, digits and underscores
   * @param columns the keys of each table
   * @param documentation one line, for people
   * @return the key
   */
  public static Key<List<Settings>> tables(
      String name, List<Key<?>> columns, String documentation) {
    return new Key<>(name, KeyKind.tables(name, columns), List.of(), documentation);
  }

  /**
   * {@return the same key with a further condition: the function answers with what is wrong and
   * what to write instead ({@code is "7"; expected an odd number}), or with nothing} A sentence
   * without the semicolon ({@code must end with .json}) is shown beside the value.
   *
   * @param condition answers with what is wrong, or with nothing; never null
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
