package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.NeverIndexed;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of field names and values in HTTP/2 (RFC 9113 section 8.2.1): what HTTP/1 could not
 * carry as one field line is malformed.
 */
final class FieldRules {

  /** What is wrong with a field; null if nothing is. */
  static @Nullable String problem(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    if (nameStart == nameEnd) {
      return "empty field name";
    }
    for (int i = nameStart; i < nameEnd; i++) {
      byte c = b[i];
      if (!Ascii.is(c, Ascii.TOKEN) || (c >= 'A' && c <= 'Z')) {
        return "forbidden character in a field name";
      }
    }
    if (nameEnd == valueEnd) {
      return null;
    }
    if (isBlank(b[nameEnd]) || isBlank(b[valueEnd - 1])) {
      return "white space around a field value";
    }
    for (int i = nameEnd; i < valueEnd; i++) {
      if (!Ascii.is(b[i], Ascii.VALUE)) {
        return "forbidden character in a field value";
      }
    }
    return null;
  }

  /** Whether a field is about one connection of HTTP/1 (RFC 9113 section 8.2.2). */
  static boolean isOfConnection(@Nullable HeaderName name) {
    if (name == null) {
      return false;
    }
    return switch (name) {
      case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> true;
      default -> false;
    };
  }

  /** Adds a name that no hop may index, unless {@code HpackEncoder} never has it indexed. */
  static NeverIndexed marked(NeverIndexed before, byte[] b, int nameStart, int nameEnd) {
    HeaderName name = HeaderName.of(b, nameStart, nameEnd);
    if (name == null) {
      return before.with(b, nameStart, nameEnd);
    }
    return switch (name) {
      case AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE -> before;
      default -> before.with(b, nameStart, nameEnd);
    };
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }

  private FieldRules() {}
}
