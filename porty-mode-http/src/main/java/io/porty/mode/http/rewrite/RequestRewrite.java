package io.porty.mode.http.rewrite;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;
import io.porty.mode.http.head.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * From a client's request head to the backend's: target and Host anew, hop-by-hop fields out,
 * forwarding fields in.
 */
public final class RequestRewrite {

  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\nHost: ");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] TE_TRAILERS = Ascii.bytes("TE: trailers\r\nConnection: TE\r\n");
  private static final byte[] TRAILERS = Ascii.bytes("trailers");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");

  /**
   * @param host the value of Host for the backend; null keeps the client's
   * @param framing of the body, and its length if it is declared (also 0), else -1
   * @param upgrade the protocol to ask the backend for, null for none
   * @param edits what the router changes
   * @param trace the trace that it belongs to
   */
  public static void write(
      HeadWriter out,
      RequestHead head,
      byte @Nullable [] host,
      ForwardedFields forwarded,
      boolean trusted,
      Framing framing,
      long length,
      byte @Nullable [] upgrade,
      Rewrite edits,
      RequestTrace trace) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    out.clear().put(b, parser.methodStart(), parser.methodEnd()).put(' ');
    target(out, head, parser, b, edits);
    out.put(VERSION);
    boolean kept = host == null && head.authorityEnd() > head.authorityStart();
    if (kept) {
      out.put(b, head.authorityStart(), head.authorityEnd());
    } else if (host != null) {
      out.put(host);
    }
    out.line();
    boolean trailers = fields(out, head, framing, edits.request(), trace);
    FieldEdits.write(out, edits.request());
    forwarded.write(out, head, trusted);
    if (trace.isOurs()) {
      trace.write(out);
    }
    if (upgrade != null) {
      out.put(UPGRADE).put(upgrade).line();
    } else if (trailers) {
      out.put(TE_TRAILERS);
    }
    if (framing == Framing.CHUNKED) {
      out.put(CHUNKED);
    } else if (length >= 0) {
      out.put(LENGTH).put(length).line();
    }
    out.line();
  }

  private static void target(
      HeadWriter out, RequestHead head, HeadParser parser, byte[] b, Rewrite edits) {
    if (head.isAsterisk()) {
      out.put('*');
      return;
    }
    int start = head.pathStart();
    if (edits.dropped().isPresent()) {
      start = prefix(out, b, start, head.queryMark(), edits);
    } else if (start == parser.targetEnd() || b[start] != '/') {
      out.put('/');
    }
    String query = edits.query();
    if (query == null) {
      TargetRewrite.write(out, b, start, head.queryMark(), parser.targetEnd());
      return;
    }
    out.put(b, start, head.queryMark());
    if (!query.isEmpty()) {
      out.put('?').put(query);
    }
  }

  /** Writes what stands in place of the path's beginning; answers where the rest begins. */
  private static int prefix(HeadWriter out, byte[] b, int pathStart, int pathEnd, Rewrite edits) {
    int drop = edits.dropped().getAsInt();
    int start = pathStart + Math.min(drop, pathEnd - pathStart);
    String put = edits.replacement();
    boolean slashFollows = start < pathEnd && b[start] == '/';
    if (put.isEmpty() ? !slashFollows : put.charAt(0) != '/') {
      out.put('/');
    }
    out.put(put);
    return slashFollows && put.endsWith("/") ? start + 1 : start;
  }

  /** Copies what is forwarded as it is; answers whether the client takes trailers. */
  private static boolean fields(
      HeadWriter out, RequestHead head, Framing framing, Rewrite.Result edits, RequestTrace trace) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    HeaderSpans fields = parser.fields();
    ConnectionOptions connection = head.connection();
    boolean edited = !edits.dropped().isEmpty();
    boolean trailers = false;
    for (int i = 0; i < fields.count(); i++) {
      KnownField field = fields.field(i);
      if (field == KnownField.TE) {
        trailers |= Ascii.equalsIgnoreCase(b, fields.valueStart(i), fields.valueEnd(i), TRAILERS);
      } else if (field == KnownField.EXPECT) {
        if (head.expectsContinue()) {
          out.put(b, fields.nameStart(i), fields.lineEnd(i));
        }
      } else if (field == KnownField.MAX_FORWARDS && head.maxForwards() > 0) {
        out.put(b, fields.nameStart(i), fields.valueStart(i)).put(head.maxForwards() - 1).line();
      } else if (field == KnownField.TRAILER && framing != Framing.CHUNKED) {
        continue;
      } else if (field == KnownField.TRACEPARENT && trace.isOurs()
          || field == KnownField.TRACESTATE && !trace.keepsState()) {
        continue;
      } else if (edited && FieldEdits.drop(b, fields, i, edits)) {
        continue;
      } else if (!isOurs(field) && !HopByHop.strips(b, fields, i, connection)) {
        out.put(b, fields.nameStart(i), fields.lineEnd(i));
      }
    }
    return trailers;
  }

  /** Written anew, or meant for the proxy alone. */
  private static boolean isOurs(@org.jspecify.annotations.Nullable KnownField field) {
    if (field == null) {
      return false;
    }
    return switch (field) {
      case HOST, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, PROXY_AUTHORIZATION, PROXY ->
          true;
      default -> false;
    };
  }

  private RequestRewrite() {}
}
