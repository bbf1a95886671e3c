package io.porty.api.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cookie fields (RFC 6265 section 4.2.1): {@code name=value} joined by semicolons. */
final class CookieText {

  static Optional<String> find(List<String> fields, String name) {
    for (String field : fields) {
      for (int start = 0; start < field.length(); ) {
        int end = end(field, start);
        int equals = field.indexOf('=', start);
        if (equals >= 0 && equals < end && field.substring(start, equals).strip().equals(name)) {
          return Optional.of(unquoted(field.substring(equals + 1, end).strip()));
        }
        start = end + 1;
      }
    }
    return Optional.empty();
  }

  static List<String> names(List<String> fields) {
    List<String> names = new ArrayList<>();
    for (String field : fields) {
      for (int start = 0; start < field.length(); ) {
        int end = end(field, start);
        int equals = field.indexOf('=', start);
        if (equals >= 0 && equals < end) {
          names.add(field.substring(start, equals).strip());
        }
        start = end + 1;
      }
    }
    return names;
  }

  private static int end(String field, int start) {
    int semicolon = field.indexOf(';', start);
    return semicolon < 0 ? field.length() : semicolon;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private CookieText() {}
}
