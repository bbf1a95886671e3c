package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.ResponseHead;

/**
 * Writes the response head for the client: hop-by-hop fields are removed, framing and Connection
 * are Porty's.
 */
public final class ResponseEdit {

  private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] SWITCH = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final int UPGRADE_REQUIRED = 426;
  private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");

  /**
   * Writes the final head.
   *
   * @param date the Date line to add if the backend sent none
   */
  public static void write(HeadWriter out, ResponseHead head, OutgoingResponse to, byte[] date) {
    fields(out, head, to, to.edits());
    if (to.hstsLine().length > 0
        && !HstsField.isPresent(head.parser().bytes(), head.parser().fields(), to.edits())) {
      out.put(to.hstsLine());
    }
    to.connection().write(out);
    if (to.connection() == ConnectionHeader.KEEP_ALIVE) {
      out.put(to.keepAliveLine());
    }
    if (to.framing() == Framing.CHUNKED) {
      out.put(CHUNKED);
    } else if (to.length() >= 0
        && to.framing() != Framing.UNTIL_CLOSE
        && head.status() >= 200
        && head.status() != 204) {
      out.put(LENGTH).put(to.length()).line();
    }
    if (!head.hasDate() && head.status() >= 200) {
      out.put(date);
    }
    out.line();
  }

  /** Writes a 101 head. */
  public static void writeSwitch(HeadWriter out, ResponseHead head, OutgoingResponse to) {
    fields(out, head, to.body(Framing.NONE, -1), to.edits());
    out.put(SWITCH).put(head.parser().bytes(), head.upgradeStart(), head.upgradeEnd()).line();
    out.line();
  }

  /** Writes an interim head (1xx except 101). */
  public static void writeInterim(HeadWriter out, ResponseHead head, OutgoingResponse to) {
    fields(out, head, to.body(Framing.NONE, -1), Rewrite.none().response());
    out.line();
  }

  private static void fields(
      HeadWriter out, ResponseHead head, OutgoingResponse to, Rewrite.Result edits) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    out.clear()
        .put(VERSION)
        .put(head.status())
        .put(' ')
        .put(b, parser.reasonStart(), parser.reasonEnd())
        .line();
    out.neverIndexed(head.neverIndexed());
    HeaderSpans fields = parser.fields();
    ConnectionOptions options = head.connection();
    boolean edited = !edits.dropped().isEmpty();
    for (int i = 0; i < fields.count(); i++) {
      if ((edited && FieldEdits.drop(b, fields, i, edits))
          || (fields.field(i) == HeaderName.TRAILER && to.framing() != Framing.CHUNKED)
          || HopByHop.strips(b, fields, i, options)) {
        continue;
      }
      if (ResponseUrls.write(out, b, fields, i, to.urls())) {
        continue;
      }
      if (parser.isIrregular()) {
        out.put(b, fields.nameStart(i), fields.nameEnd(i)).put(": ");
        out.put(b, fields.valueStart(i), fields.valueEnd(i)).line();
      } else {
        out.put(b, fields.nameStart(i), fields.lineEnd(i));
      }
    }
    if (head.status() == UPGRADE_REQUIRED && head.hasUpgrade()) {
      // RFC 9110 section 15.5.22: Upgrade is required in a 426 response.
      out.put(SWITCH).put(b, head.upgradeStart(), head.upgradeEnd()).line();
    }
    FieldEdits.write(out, edits);
  }

  private ResponseEdit() {}
}
