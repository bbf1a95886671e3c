package io.porty.mode.http.rewrite;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;
import io.porty.mode.http.head.RequestHead;

/**
 * X-Forwarded-For, -Proto, -Host and Via for the requests of one client connection, prepared once
 * for it. What a trusted client sent is kept and added to; what anybody else sent is replaced.
 */
public final class ForwardedFields {

  private static final byte[] FOR = Ascii.bytes("X-Forwarded-For: ");
  private static final byte[] PROTO = Ascii.bytes("X-Forwarded-Proto: ");
  private static final byte[] HOST = Ascii.bytes("X-Forwarded-Host: ");
  private static final byte[] LIST = Ascii.bytes(", ");
  private static final byte[] HTTP = Ascii.bytes("http");

  private final byte[] client;
  private final byte[] via;

  /**
   * @param clientAddress the peer's address without port
   * @param viaLine the Via line, with its line end
   */
  public ForwardedFields(String clientAddress, byte[] viaLine) {
    this.client = Ascii.bytes(clientAddress);
    this.via = viaLine;
  }

  void write(HeadWriter out, RequestHead head, boolean trusted) {
    out.put(FOR);
    if (trusted && previous(out, head, KnownField.X_FORWARDED_FOR)) {
      out.put(LIST);
    }
    out.put(client).line().put(PROTO);
    if (!trusted || !previous(out, head, KnownField.X_FORWARDED_PROTO)) {
      out.put(HTTP);
    }
    out.line();
    if (trusted && has(head, KnownField.X_FORWARDED_HOST)) {
      out.put(HOST);
      previous(out, head, KnownField.X_FORWARDED_HOST);
      out.line();
    } else if (head.authorityEnd() > head.authorityStart()) {
      out.put(HOST).put(head.parser().bytes(), head.authorityStart(), head.authorityEnd()).line();
    }
    out.put(via);
  }

  private static boolean has(RequestHead head, KnownField field) {
    HeaderSpans fields = head.parser().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == field) {
        return true;
      }
    }
    return false;
  }

  /** Writes the values that came with the request as one list; false if there were none. */
  private static boolean previous(HeadWriter out, RequestHead head, KnownField field) {
    HeadParser parser = head.parser();
    HeaderSpans fields = parser.fields();
    boolean any = false;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == field && fields.valueEnd(i) > fields.valueStart(i)) {
        if (any) {
          out.put(LIST);
        }
        out.put(parser.bytes(), fields.valueStart(i), fields.valueEnd(i));
        any = true;
      }
    }
    return any;
  }
}
