package io.porty.mode.http.exchange;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.SecretFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a head that are recorded, secrets masked. */
final class LoggedFields {

  /** The values of the fields that logs select, by name in lower case. */
  static Map<String, String> wanted(HeadParser parser, List<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    HeaderSpans fields = parser.fields();
    Map<String, String> found = new HashMap<>(names.size() * 2);
    for (int i = 0; i < fields.count(); i++) {
      for (int k = 0; k < names.size(); k++) {
        String name = names.get(k);
        if (Ascii.equalsIgnoreCase(parser.bytes(), fields.nameStart(i), fields.nameEnd(i), name)) {
          found.putIfAbsent(
              name,
              MaskedLinks.of(Ascii.text(parser.bytes(), fields.valueStart(i), fields.valueEnd(i))));
        }
      }
    }
    return Map.copyOf(found);
  }

  /** All fields as lines. */
  static List<String> lines(HeadParser parser) {
    HeaderSpans fields = parser.fields();
    List<String> lines = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) {
      String name = Ascii.text(parser.bytes(), fields.nameStart(i), fields.nameEnd(i));
      String value =
          SecretFields.contain(fields.field(i), name)
              ? "****"
              : MaskedLinks.of(
                  Ascii.text(parser.bytes(), fields.valueStart(i), fields.valueEnd(i)));
      lines.add(name + ": " + value);
    }
    return lines;
  }

  private LoggedFields() {}
}
