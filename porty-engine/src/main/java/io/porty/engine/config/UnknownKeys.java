package io.porty.engine.config;

import io.porty.api.Key;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds unknown keys and tables and suggests known ones.
 *
 * @param keys that are known
 * @param tables names of tables
 * @param hint the remedy for a key that is valid elsewhere, if any
 */
record UnknownKeys(
    Collection<? extends Key<?>> keys,
    Set<String> tables,
    Function<String, Optional<String>> hint) {

  /** What is wrong with an unknown key. */
  record Found(String message, String remedy) {}

  /** The error message; empty if the key is known and of the right kind. */
  Optional<Found> find(String written, boolean isTable) {
    Optional<? extends Key<?>> known = known(written);
    boolean isKnownTable = tables.contains(written);
    if (isTable ? isKnownTable : known.isPresent()) {
      return Optional.empty();
    }
    if (isTable && known.isPresent()) {
      // A list of tables reports its shape where it is read.
      return known
          .filter(key -> key.columns().isEmpty())
          .map(key -> new Found("is a table", expected(key)));
    }
    String guess =
        isKnownTable
            ? "Write it as a table [..." + written + "], with single brackets."
            : suggestion(written, isTable ? tables : names());
    String message =
        isKnownTable ? "is not a table" : isTable ? "is not a known table" : "is not a known key";
    return Optional.of(new Found(message, hint.apply(written).orElse(guess)));
  }

  private Optional<? extends Key<?>> known(String written) {
    for (Key<?> key : keys) {
      if (key.name().equals(written)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  private static String expected(Key<?> key) {
    return "Expected "
        + key.type()
        + key.defaultValue().map(v -> ": " + key.name() + " = " + SampleConfig.toml(v)).orElse("")
        + ".";
  }

  private static String suggestion(String written, Collection<String> known) {
    return Suggestions.to(written, known)
        .map(near -> "Did you mean \"" + near + "\"?")
        .orElse(
            known.isEmpty()
                ? "Nothing can be set here; remove it."
                : "Remove it. Known are: "
                    + String.join(", ", known.stream().sorted().toList())
                    + ".");
  }
}
