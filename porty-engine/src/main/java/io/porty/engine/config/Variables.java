package io.porty.engine.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:-default}</code> in a value by environment
 * variables; <code>$${</code> stands for <code>${</code>. Replaced text is not expanded again.
 */
final class Variables {

  private static final String OPEN = "${";
  private static final String ESCAPED = "$${";
  private static final String OTHERWISE = ":-";

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether the text may contain a variable. */
  static boolean isIn(String text) {
    return text.contains(OPEN);
  }

  /**
   * @throws IllegalArgumentException if a variable is not set or not closed; the message is the
   *     error, a semicolon, and the remedy
   */
  String replace(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    while (true) {
      int open = text.indexOf(OPEN, from);
      if (open < 0) {
        return out.append(text, from, text.length()).toString();
      }
      if (open > from && text.startsWith(ESCAPED, open - 1)) {
        out.append(text, from, open - 1).append(OPEN);
        from = open + OPEN.length();
        continue;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException(
            "has ${ without }; write ${NAME}, or $${ for the characters ${ themselves");
      }
      out.append(text, from, open).append(value(text.substring(open + OPEN.length(), close)));
      from = close + 1;
    }
  }

  private String value(String inside) {
    int cut = inside.indexOf(OTHERWISE);
    String name = cut < 0 ? inside : inside.substring(0, cut);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "has \"${"
              + inside
              + "}\", which names no variable; write ${NAME} or ${NAME:-default}, or $${ for the characters ${ themselves");
    }
    String set = environment.getOrDefault(name, "");
    if (!set.isEmpty()) {
      return set;
    }
    if (cut >= 0) {
      return inside.substring(cut + OTHERWISE.length());
    }
    if (environment.containsKey(name)) {
      return "";
    }
    throw new IllegalArgumentException(
        "needs the variable "
            + name
            + ", which the environment does not have; set it, or write ${"
            + name
            + ":-default}");
  }

  /** A text as a number or boolean; null if it is neither. */
  static @Nullable Object asNumber(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("[+-]?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("[+-]?[0-9]{1,18}\\.[0-9]{1,18}") ? Double.valueOf(text) : null;
  }
}
