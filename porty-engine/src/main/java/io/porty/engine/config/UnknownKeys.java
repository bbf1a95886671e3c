package io.porty.engine.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds unknown keys and tables and suggests known ones.
 *
 * @param known names of keys
 * @param tables names of tables
 * @param hint the remedy for a key that is valid elsewhere, if any
 */
record UnknownKeys(
    List<String> known, Set<String> tables, Function<String, Optional<String>> hint) {

  /** The remedy for an unknown key. */
  record Found(String message, String remedy) {}

  /** The error message; empty if the key is known and of the right kind. */
  Optional<Found> find(String written, boolean isTable) {
    if (isTable ? tables.contains(written) : known.contains(written)) {
      return Optional.empty();
    }
    boolean misplaced = tables.contains(written);
    String guess =
        misplaced
            ? "Write it as a table [..." + written + "], with single brackets."
            : suggestion(written, isTable ? tables : known);
    String message =
        misplaced || (isTable && known.contains(written))
            ? isTable ? "is a table, not a value" : "is not a table"
            : isTable ? "is not a known table" : "is not a known key";
    return Optional.of(new Found(message, hint.apply(written).orElse(guess)));
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
