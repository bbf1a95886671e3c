package io.porty.http2;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Messages as neither version of HTTP has them to itself: fields are {@code name=value}. */
final class PairMessages {

  private PairMessages() {}

  /**
   * @param body null for none
   * @param declared whether its length is
   */
  record Request(
      String method,
      String path,
      List<String> fields,
      String body,
      boolean declared,
      List<String> trailers) {

    static Request of(String method, String path, String... fields) {
      return new Request(method, path, List.of(fields), null, false, List.of());
    }

    Request with(String text, boolean isDeclared, String... section) {
      return new Request(method, path, fields, text, isDeclared, List.of(section));
    }
  }

  /**
   * What a backend answers.
   *
   * @param interims statuses that come first
   * @param cut whether it ends in the middle of the body; with status 0 before the head
   */
  record Reply(
      int status,
      List<String> fields,
      String body,
      boolean declared,
      List<String> trailers,
      List<Integer> interims,
      boolean cut) {

    static Reply of(int status, String... fields) {
      return new Reply(status, List.of(fields), null, false, List.of(), List.of(), false);
    }

    Reply with(String text, boolean isDeclared, String... section) {
      return new Reply(status, fields, text, isDeclared, List.of(section), interims, cut);
    }

    Reply behind(Integer... first) {
      return new Reply(status, fields, body, declared, trailers, List.of(first), cut);
    }

    Reply cutShort() {
      return new Reply(status, fields, body, declared, trailers, interims, true);
    }
  }

  /** What a client got. */
  record Answer(
      List<Integer> interims,
      int status,
      List<String> fields,
      String body,
      List<String> trailers,
      boolean complete) {

    List<String> all(String name) {
      return PairMessages.all(fields, name);
    }
  }

  /** The values of a field. */
  static List<String> all(List<String> fields, String name) {
    return fields.stream()
        .filter(field -> field.startsWith(name + "="))
        .map(field -> field.substring(name.length() + 1))
        .toList();
  }

  /** From lines of HTTP/1. */
  static List<String> fields(Stream<String> lines) {
    return lines
        .map(
            line -> {
              int colon = line.indexOf(':');
              return line.substring(0, colon).toLowerCase(Locale.ROOT)
                  + "="
                  + line.substring(colon + 1).trim();
            })
        .toList();
  }

  /** As lines of HTTP/1. */
  static String lines(List<String> fields) {
    StringBuilder lines = new StringBuilder();
    for (String field : fields) {
      lines.append(field.replaceFirst("=", ": ")).append("\r\n");
    }
    return lines.toString();
  }
}
