package io.porty.mode.http.router;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that send values to targets: what {@code header} and {@code cookie} have in common. */
final class ValueRules {

  /** In place of a value: any that has no rule of its own. */
  static final String ANY = "*";

  static final Key<String> VALUE =
      Key.string("value", null, "The whole value, case matters; \"*\" is any other value");

  static final Key<Target> TARGET = Key.target("target", null, "Where such requests go");

  static final Key<List<Settings>> RULES =
      Key.tables("rules", List.of(VALUE, TARGET), "Which values go where");

  /**
   * @param router its name, for the note and messages
   */
  static Map<String, Decision> read(Settings settings, String router) {
    Map<String, Decision> rules = new HashMap<>();
    List<Settings> tables = settings.get(RULES);
    if (tables.isEmpty()) {
      settings.problem(
          RULES,
          "are missing",
          "Write each under a line [[routes." + router + ".rules]]: value and target.");
    }
    for (Settings table : tables) {
      String value = table.get(VALUE);
      if (rules.put(value, Decision.to(table.get(TARGET), router)) != null) {
        table.problem(VALUE, "\"" + value + "\" is there already", "Let each value lead once.");
      }
    }
    return rules;
  }

  private ValueRules() {}
}
