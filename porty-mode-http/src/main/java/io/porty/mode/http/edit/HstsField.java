package io.porty.mode.http.edit;

import io.porty.api.route.Field;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderSpans;
import java.util.List;

/** Strict-Transport-Security (RFC 6797): clients take the first one, so that there is only one. */
public final class HstsField {

  private static final String NAME = "Strict-Transport-Security";

  /** Whether a backend or a router has its own. */
  static boolean isPresent(byte[] b, HeaderSpans fields, Rewrite.Result edits) {
    if (isPresent(edits.lines())) {
      return true;
    }
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == null
          && Ascii.equalsIgnoreCase(b, fields.nameStart(i), fields.nameEnd(i), NAME)
          && !FieldEdits.drop(b, fields, i, edits)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is one of these. */
  public static boolean isPresent(List<Field> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).name().equalsIgnoreCase(NAME)) {
        return true;
      }
    }
    return false;
  }

  private HstsField() {}
}
