package io.porty.mode.http.edit;

import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;

/**
 * Trailer sections: parsed as strictly as heads; fields that would change the message are removed.
 */
public final class Trailers {

  /**
   * Writes the fields that may be forwarded, with the empty line; false if the section is
   * malformed.
   */
  public static boolean rewrite(HeadParser parser, byte[] section, int length, HeadWriter out) {
    out.clear();
    if (parser.trailers(section, length) != length) {
      return false;
    }
    HeaderSpans fields = parser.fields();
    for (int i = 0; i < fields.count(); i++) {
      if (HopByHop.allowedInTrailers(section, fields, i)) {
        out.put(section, fields.nameStart(i), fields.lineEnd(i));
      }
    }
    out.line();
    return true;
  }

  private Trailers() {}
}
