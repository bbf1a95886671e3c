package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Writes the request head for the backend: target and Host are rewritten, hop-by-hop fields
 * removed, forwarding fields added.
 */
public final class RequestEdit {

  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\nHost: ");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] TE_TRAILERS = Ascii.bytes("TE: trailers\r\nConnection: TE\r\n");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");

  /**
   * Writes the head for a backend.
   *
   * @param urls the URLs of this exchange, for those inside the head
   */
  public static void write(
      HeadWriter out, RequestHead head, OutgoingRequest to, ExchangeUrls urls) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    out.clear().put(b, parser.methodStart(), parser.methodEnd()).put(' ');
    target(out, head, parser, b, to.edits());
    out.put(VERSION);
    byte[] host = to.host();
    if (host != null) {
      out.put(host);
    } else if (head.hasAuthority()) {
      out.put(b, head.authorityStart(), head.authorityEnd());
    }
    out.line();
    fields(out, head, to, urls);
    FieldEdits.write(out, to.edits().request());
    to.forwarded().write(out, head, to);
    ClientCertFields clientCert = to.clientCert();
    if (clientCert != null && !to.hop().clientCert().isEmpty()) {
      clientCert.write(out, to.hop().clientCert());
    }
    out.put(to.loopLine());
    if (to.trace().isOurs()) {
      to.trace().write(out);
    }
    byte[] upgrade = to.upgrade();
    if (upgrade != null) {
      out.put(UPGRADE).put(upgrade).line();
    } else if (head.takesTrailers()) {
      out.put(TE_TRAILERS);
    }
    if (to.framing() == Framing.CHUNKED) {
      out.put(CHUNKED);
    } else if (to.length() >= 0) {
      out.put(LENGTH).put(to.length()).line();
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
      start = prefix(out, b, start, head.queryStart(), edits);
    } else if (start == parser.targetEnd() || b[start] != '/') {
      out.put('/');
    }
    String query = edits.query();
    if (query == null) {
      TargetRewrite.write(out, b, start, head.queryStart(), parser.targetEnd());
      return;
    }
    out.put(b, start, head.queryStart());
    if (!query.isEmpty()) {
      out.put('?').put(query);
    }
  }

  /** Writes the replacement of a path prefix, and returns the position of the rest. */
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

  /** Copies the fields that are forwarded unchanged. */
  private static void fields(
      HeadWriter out, RequestHead head, OutgoingRequest to, ExchangeUrls urls) {
    HeadParser parser = head.parser();
    byte[] b = parser.bytes();
    HeaderSpans fields = parser.fields();
    ConnectionOptions connection = head.connection();
    Rewrite.Result edits = to.edits().request();
    RequestTrace trace = to.trace();
    boolean edited = !edits.dropped().isEmpty();
    for (int i = 0; i < fields.count(); i++) {
      HeaderName field = fields.field(i);
      if (field == HeaderName.EXPECT) {
        if (head.expectsContinue()) {
          out.put(b, fields.nameStart(i), fields.lineEnd(i));
        }
      } else if (field == HeaderName.MAX_FORWARDS && head.maxForwards() > 0) {
        out.put(b, fields.nameStart(i), fields.valueStart(i)).put(head.maxForwards() - 1).line();
      } else if (field == HeaderName.TRAILER && to.framing() != Framing.CHUNKED) {
        continue;
      } else if ((field == HeaderName.TRACEPARENT && trace.isOurs())
          || (field == HeaderName.TRACESTATE && !trace.keepsState())) {
        continue;
      } else if (edited && FieldEdits.drop(b, fields, i, edits)) {
        continue;
      } else if (isOurs(field, to) || isForged(b, fields, i, to.isTrusted())) {
        continue;
      } else if (!HopByHop.strips(b, fields, i, connection)) {
        if (field == HeaderName.DESTINATION || field == HeaderName.IF) {
          out.put(b, fields.nameStart(i), fields.valueStart(i));
          if (field == HeaderName.IF) {
            DavConditions.write(out, b, fields.valueStart(i), fields.valueEnd(i), urls);
          } else {
            urls.toBackend(out, b, fields.valueStart(i), fields.valueEnd(i));
          }
          out.line();
        } else {
          out.put(b, fields.nameStart(i), fields.lineEnd(i));
        }
      }
    }
  }

  /** Fields that are rewritten, or for the proxy alone. */
  private static boolean isOurs(@Nullable HeaderName field, OutgoingRequest to) {
    if (field == null) {
      return false;
    }
    return switch (field) {
      case HOST, PROXY_AUTHORIZATION, PROXY -> true;
      case X_FORWARDED_FOR,
          X_FORWARDED_PROTO,
          X_FORWARDED_HOST,
          X_FORWARDED_PORT,
          X_FORWARDED_PREFIX ->
          !to.isTrusted() || to.hop().style().hasX();
      case FORWARDED -> !to.isTrusted() || to.hop().style().hasStandard();
      default -> false;
    };
  }

  /**
   * A forwarding field of an untrusted client, or a spelling that a backend might read as one; or a
   * field about a client's certificate, of whomever.
   */
  private static boolean isForged(byte[] b, HeaderSpans fields, int i, boolean trusted) {
    if (fields.field(i) != null) {
      return false;
    }
    int start = fields.nameStart(i);
    int end = fields.nameEnd(i);
    return ClientCertNames.contains(b, start, end)
        || (ForwardingNames.contains(b, start, end)
            && !(trusted && ForwardingNames.isPlain(b, start, end)));
  }

  private RequestEdit() {}
}
