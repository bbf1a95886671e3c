package io.porty.mode.http.edit;

import io.porty.api.route.Field;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import java.util.List;

/** A router's edits of the fields of a head. */
final class FieldEdits {

  /** Whether the field at {@code i} is removed. */
  static boolean drop(byte[] b, HeaderSpans fields, int i, Rewrite.Result edits) {
    List<String> dropped = edits.dropped();
    for (int k = 0; k < dropped.size(); k++) {
      if (Ascii.equalsIgnoreCase(b, fields.nameStart(i), fields.nameEnd(i), dropped.get(k))) {
        return true;
      }
    }
    return false;
  }

  /** Writes the added field lines. */
  static void write(HeadWriter out, Rewrite.Result edits) {
    List<Field> lines = edits.lines();
    for (int i = 0; i < lines.size(); i++) {
      out.put(lines.get(i).name()).put(": ").put(lines.get(i).value()).line();
    }
  }

  private FieldEdits() {}
}
