package io.porty.api.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parameters of a query: {@code name=value} joined by {@code &}. */
final class QueryText {

  static List<String> parameters(String query, String name) {
    List<String> values = new ArrayList<>(1);
    for (int start = 0; start < query.length(); ) {
      int end = end(query, start);
      int equals = equals(query, start, end);
      if (decode(query.substring(start, equals)).equals(name)) {
        values.add(equals == end ? "" : decode(query.substring(equals + 1, end)));
      }
      start = end + 1;
    }
    return values;
  }

  static Optional<String> rawParameter(String query, String name) {
    for (int start = 0; start < query.length(); ) {
      int end = end(query, start);
      int equals = equals(query, start, end);
      if (equals - start == name.length() && query.startsWith(name, start)) {
        return Optional.of(equals == end ? "" : query.substring(equals + 1, end));
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  private static int end(String query, int start) {
    int and = query.indexOf('&', start);
    return and < 0 ? query.length() : and;
  }

  private static int equals(String query, int start, int end) {
    int equals = query.indexOf('=', start);
    return equals < 0 || equals > end ? end : equals;
  }

  /** A malformed escape is no reason to fail: it stands for itself. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private QueryText() {}
}
