package io.porty.mode.http.rewrite;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;
import io.porty.mode.http.head.ResponseHead;

/**
 * From a backend's response head to the client's: hop-by-hop fields out, Porty's framing and
 * connection in.
 */
public final class ResponseRewrite {

  private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
  private static final byte[] SWITCH = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");

  /** What the client is told of the connection. */
  public enum Connection {
    /** Nothing: it stays, as HTTP/1.1 has it. */
    SILENT,
    KEEP_ALIVE,
    CLOSE
  }

  /**
   * Writes the final head.
   *
   * @param framing of the body to the client
   * @param length the declared length, -1 if none; also written where it describes no body (HEAD,
   *     304)
   * @param date the Date line to add where the backend sent none
   * @param edits what the router changes
   */
  public static void write(
      HeadWriter out,
      ResponseHead head,
      Connection connection,
      Framing framing,
      long length,
      byte[] date,
      Rewrite.Result edits) {
    fields(out, head, framing, edits);
    switch (connection) {
      case CLOSE -> out.put(CLOSE);
      case KEEP_ALIVE -> out.put(KEEP_ALIVE);
      case SILENT -> {}
    }
    if (framing == Framing.CHUNKED) {
      out.put(CHUNKED);
    } else if (length >= 0
        && framing != Framing.UNTIL_CLOSE
        && head.status() >= 200
        && head.status() != 204) {
      out.put(LENGTH).put(length).line();
    }
    if (!head.hasDate() && head.status() >= 200) {
      out.put(date);
    }
    out.line();
  }

  /** Writes the 101 that ends HTTP on this connection. */
  public static void writeSwitch(
      HeadWriter out, ResponseHead head, byte[] protocol, Rewrite.Result edits) {
    fields(out, head, Framing.NONE, edits);
    out.put(SWITCH).put(protocol).line().line();
  }

  /** Writes an interim head (1xx but 101). */
  public static void writeInterim(HeadWriter out, ResponseHead head) {
    fields(out, head, Framing.NONE, Rewrite.none().response());
    out.line();
  }

  private static void fields(
      HeadWriter out, ResponseHead head, Framing framing, Rewrite.Result edits) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    out.clear()
        .put(VERSION)
        .put(head.status())
        .put(' ')
        .put(b, parser.reasonStart(), parser.reasonEnd())
        .line();
    HeaderSpans fields = parser.fields();
    ConnectionOptions options = head.connection();
    boolean edited = !edits.dropped().isEmpty();
    for (int i = 0; i < fields.count(); i++) {
      if (edited && FieldEdits.drop(b, fields, i, edits)
          || fields.field(i) == KnownField.TRAILER && framing != Framing.CHUNKED) {
        continue;
      }
      if (!HopByHop.strips(b, fields, i, options) || fields.field(i) == KnownField.DATE) {
        out.put(b, fields.nameStart(i), fields.lineEnd(i));
      }
    }
    FieldEdits.write(out, edits);
  }

  private ResponseRewrite() {}
}
