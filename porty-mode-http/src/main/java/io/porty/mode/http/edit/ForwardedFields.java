package io.porty.mode.http.edit;

import io.porty.api.AddressText;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.Authority;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.ListValue;
import io.porty.mode.http.head.RequestHead;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Writes X-Forwarded-For, -Proto, -Host, -Port and -Prefix, and Forwarded (RFC 7239), for the
 * requests of one client connection. Values of trusted clients are kept and extended, those of
 * others are replaced. A peer without an IP address (Unix domain socket) adds no element.
 */
public final class ForwardedFields {

  /** Which set of fields a backend gets. */
  public enum Style {
    NONE,
    X_FORWARDED,
    FORWARDED,
    BOTH;

    boolean hasX() {
      return this == X_FORWARDED || this == BOTH;
    }

    boolean hasStandard() {
      return this == FORWARDED || this == BOTH;
    }
  }

  private static final byte[] FOR = Ascii.bytes("X-Forwarded-For: ");
  private static final byte[] PROTO = Ascii.bytes("X-Forwarded-Proto: ");
  private static final byte[] HOST = Ascii.bytes("X-Forwarded-Host: ");
  private static final byte[] PORT = Ascii.bytes("X-Forwarded-Port: ");
  private static final byte[] PREFIX = Ascii.bytes("X-Forwarded-Prefix: ");
  private static final byte[] FORWARDED = Ascii.bytes("Forwarded: ");
  private static final byte[] LIST = Ascii.bytes(", ");
  private static final byte[] HTTP = Ascii.bytes("http");
  private static final byte[] HTTPS = Ascii.bytes("https");
  private static final byte[] HTTP_PORT = Ascii.bytes("80");
  private static final byte[] HTTPS_PORT = Ascii.bytes("443");

  /** The address as text; empty for a peer without one. */
  private final byte[] client;

  /** The address in the form of RFC 7239 section 6. */
  private final String node;

  private final boolean secure;

  /**
   * @param peer the other end of the client's connection
   * @param secure whether it has TLS
   */
  public ForwardedFields(SocketAddress peer, boolean secure) {
    this.secure = secure;
    this.client =
        peer instanceof InetSocketAddress inet && inet.getAddress() != null
            ? Ascii.bytes(AddressText.of(inet.getAddress()))
            : Ascii.NONE;
    String text = Ascii.text(client, 0, client.length);
    this.node =
        text.isEmpty()
            ? ""
            : text.indexOf(':') < 0 ? "for=" + text + ";" : "for=\"[" + text + "]\";";
  }

  boolean isSecure() {
    return secure;
  }

  void write(HeadWriter out, RequestHead head, OutgoingRequest to) {
    Style style = to.hop().style();
    if (style.hasX()) {
      address(out, head, to.isTrusted());
      proto(out, head, to.isTrusted());
      host(out, head, to.isTrusted());
      port(out, head, to.isTrusted());
      prefix(out, head, to);
    }
    if (style.hasStandard()) {
      standard(out, head, to.isTrusted());
    }
  }

  private void address(HeadWriter out, RequestHead head, boolean trusted) {
    boolean before = trusted && has(head, HeaderName.X_FORWARDED_FOR);
    if (client.length == 0 && !before) {
      return;
    }
    out.put(FOR);
    if (before) {
      previous(out, head, HeaderName.X_FORWARDED_FOR);
    }
    if (client.length > 0) {
      out.put(before ? LIST : Ascii.NONE).put(client);
    }
    out.line();
  }

  private void proto(HeadWriter out, RequestHead head, boolean trusted) {
    out.put(PROTO);
    if (trusted && has(head, HeaderName.X_FORWARDED_PROTO)) {
      previous(out, head, HeaderName.X_FORWARDED_PROTO);
    } else {
      out.put(secure ? HTTPS : HTTP);
    }
    out.line();
  }

  private static void host(HeadWriter out, RequestHead head, boolean trusted) {
    if (trusted && has(head, HeaderName.X_FORWARDED_HOST)) {
      out.put(HOST);
      previous(out, head, HeaderName.X_FORWARDED_HOST);
      out.line();
    } else if (head.hasAuthority()) {
      out.put(HOST).put(head.parser().bytes(), head.authorityStart(), head.authorityEnd()).line();
    }
  }

  /**
   * The port of the URL that the client requested, which may differ from the listening port. Not
   * added if a trusted client sends a scheme or host without a port.
   */
  private void port(HeadWriter out, RequestHead head, boolean trusted) {
    if (trusted && has(head, HeaderName.X_FORWARDED_PORT)) {
      out.put(PORT);
      previous(out, head, HeaderName.X_FORWARDED_PORT);
      out.line();
      return;
    }
    boolean told =
        trusted
            && (has(head, HeaderName.X_FORWARDED_PROTO) || has(head, HeaderName.X_FORWARDED_HOST));
    if (told || !head.hasAuthority()) {
      return;
    }
    byte[] b = head.parser().bytes();
    int colon = Authority.hostEnd(b, head.authorityStart(), head.authorityEnd());
    out.put(PORT);
    if (colon + 1 < head.authorityEnd()) {
      out.put(b, colon + 1, head.authorityEnd());
    } else {
      out.put(secure ? HTTPS_PORT : HTTP_PORT);
    }
    out.line();
  }

  /** Only if a prefix was removed; a trusted client's own prefix precedes it. */
  private static void prefix(HeadWriter out, RequestHead head, OutgoingRequest to) {
    Rewrite.Prefixes prefixes = to.edits().prefixes();
    boolean stripped = prefixes != null && prefixes.backend().isEmpty();
    boolean before = to.isTrusted() && has(head, HeaderName.X_FORWARDED_PREFIX);
    if (!stripped && !before) {
      return;
    }
    out.put(PREFIX);
    if (before) {
      previous(out, head, HeaderName.X_FORWARDED_PREFIX);
    }
    if (prefixes != null && stripped) {
      out.put(prefixes.client());
    }
    out.line();
  }

  /** An element of RFC 7239, after those of a trusted client. */
  private void standard(HeadWriter out, RequestHead head, boolean trusted) {
    out.put(FORWARDED);
    if (trusted && previous(out, head, HeaderName.FORWARDED)) {
      out.put(LIST);
    }
    out.put(node);
    if (head.hasAuthority()) {
      out.put("host=\"")
          .put(head.parser().bytes(), head.authorityStart(), head.authorityEnd())
          .put("\";");
    }
    out.put(secure ? "proto=https" : "proto=http").line();
  }

  /**
   * The span of the host that the client requested, as the first proxy reports it; see {@link
   * ForwardedElement}.
   */
  static long forwardedHost(RequestHead head) {
    HeaderSpans fields = head.parser().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.X_FORWARDED_HOST
          && fields.valueEnd(i) > fields.valueStart(i)) {
        int from = fields.valueStart(i);
        return (long) from << 32 | ListValue.end(head.parser().bytes(), from, fields.valueEnd(i));
      }
    }
    return standard(head, ForwardedElement.HOST);
  }

  /**
   * Whether the client came by https: as the first proxy says, in either kind of field, if it is
   * believed and says anything; else as this connection tells.
   *
   * @param trusted whether the peer's forwarding fields are believed
   * @param secure whether the connection has TLS
   */
  public static boolean isHttps(RequestHead head, boolean trusted, boolean secure) {
    if (!trusted) {
      return secure;
    }
    byte[] b = head.parser().bytes();
    HeaderSpans fields = head.parser().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.X_FORWARDED_PROTO
          && fields.valueEnd(i) > fields.valueStart(i)) {
        int end = ListValue.end(b, fields.valueStart(i), fields.valueEnd(i));
        return Ascii.equalsIgnoreCase(b, fields.valueStart(i), end, HTTPS);
      }
    }
    long proto = standard(head, ForwardedElement.PROTO);
    return proto == ForwardedElement.NONE
        ? secure
        : Ascii.equalsIgnoreCase(
            b, ForwardedElement.start(proto), ForwardedElement.end(proto), HTTPS);
  }

  /** A proxy that writes the other set of fields may pass on a Forwarded of its own client. */
  private static long standard(RequestHead head, byte[] name) {
    return has(head, HeaderName.X_FORWARDED_FOR)
            || has(head, HeaderName.X_FORWARDED_PROTO)
            || has(head, HeaderName.X_FORWARDED_HOST)
        ? ForwardedElement.NONE
        : ForwardedElement.find(head, name);
  }

  private static boolean has(RequestHead head, HeaderName field) {
    HeaderSpans fields = head.parser().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == field && fields.valueEnd(i) > fields.valueStart(i)) {
        return true;
      }
    }
    return false;
  }

  /** Writes the values of the request as one list; false if there are none. */
  private static boolean previous(HeadWriter out, RequestHead head, HeaderName field) {
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
