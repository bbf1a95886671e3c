package io.porty.mode.http.head;

import io.porty.api.FailureCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a parsed request head: target form, authority, connection options, expectations.
 * Rejects what RFC 9110 and RFC 9112 forbid. Reused for each request of an event loop; its spans
 * are valid until the next parse.
 */
public final class RequestHead {

  private static final byte[] CONNECT = Ascii.bytes("CONNECT");
  private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
  private static final byte[] HEAD = Ascii.bytes("HEAD");
  private static final byte[] TRACE = Ascii.bytes("TRACE");
  private static final byte[] GET = Ascii.bytes("GET");
  private static final byte[] PUT = Ascii.bytes("PUT");
  private static final byte[] DELETE = Ascii.bytes("DELETE");
  private static final byte[] CONTINUE = Ascii.bytes("100-continue");
  private static final byte[] TRAILERS = Ascii.bytes("trailers");
  private static final byte[] HTTP = Ascii.bytes("http://");
  private static final byte[] HTTPS = Ascii.bytes("https://");

  private final ConnectionOptions connection = new ConnectionOptions();
  private final HeadParser parser;
  private int authorityStart;
  private int authorityEnd;
  private int pathStart;
  private int queryStart;
  private boolean asterisk;
  private boolean hasVia;
  private boolean hasUpgrade;
  private boolean takesTrailers;
  private boolean authenticatesConnection;
  private int expect;
  private int maxForwards;
  private int problemAt;

  public RequestHead(HeadParser parser) {
    this.parser = parser;
  }

  /**
   * Interprets the parser's last head.
   *
   * @return the error code; null if it is valid
   */
  public @Nullable FailureCode read() {
    byte[] b = parser.bytes();
    HeaderSpans fields = parser.fields();
    connection.clear();
    hasVia = false;
    hasUpgrade = false;
    takesTrailers = false;
    authenticatesConnection = false;
    expect = -1;
    maxForwards = -1;
    int host = -1;
    for (int i = 0; i < fields.count(); i++) {
      HeaderName field = fields.field(i);
      if (field == null) {
        continue;
      }
      switch (field) {
        case HOST -> {
          if (host >= 0) {
            return problem(FailureCode.BAD_HOST, fields.nameStart(i));
          }
          host = i;
        }
        case CONNECTION -> connection.add(b, fields.valueStart(i), fields.valueEnd(i));
        case VIA, CDN_LOOP -> hasVia = true;
        case AUTHORIZATION ->
            authenticatesConnection |=
                ConnectionAuth.isNamed(b, fields.valueStart(i), fields.valueEnd(i));
        case TE ->
            takesTrailers |=
                ListValue.contains(b, fields.valueStart(i), fields.valueEnd(i), TRAILERS);
        case MAX_FORWARDS -> maxForwards = hops(b, fields.valueStart(i), fields.valueEnd(i));
        case UPGRADE -> hasUpgrade = true;
        case EXPECT -> {
          if (!ListValue.isOnly(b, fields.valueStart(i), fields.valueEnd(i), CONTINUE)) {
            return problem(FailureCode.EXPECTATION_FAILED, fields.valueStart(i));
          }
          expect = i;
        }
        default -> {}
      }
    }
    return authority(b, fields, host);
  }

  private @Nullable FailureCode authority(byte[] b, HeaderSpans fields, int host) {
    problemAt = -1;
    if (methodIs(CONNECT)) {
      return FailureCode.METHOD_NOT_ALLOWED;
    }
    authorityStart = 0;
    authorityEnd = 0;
    if (host >= 0) {
      authorityStart = fields.valueStart(host);
      authorityEnd = fields.valueEnd(host);
      if (!Authority.isValid(b, authorityStart, authorityEnd)) {
        return problem(FailureCode.BAD_HOST, authorityStart);
      }
    } else if (parser.minor() > 0) {
      return FailureCode.BAD_HOST;
    }
    return target(b);
  }

  private @Nullable FailureCode target(byte[] b) {
    int start = parser.targetStart();
    int end = parser.targetEnd();
    pathStart = start;
    asterisk = false;
    if (b[start] != '/') {
      if (end - start == 1 && b[start] == '*') {
        asterisk = true;
        queryStart = end;
        return methodIs(OPTIONS) ? null : problem(FailureCode.BAD_REQUEST, start);
      }
      int scheme =
          Ascii.startsWithIgnoreCase(b, start, end, HTTP)
              ? HTTP.length
              : Ascii.startsWithIgnoreCase(b, start, end, HTTPS) ? HTTPS.length : 0;
      if (scheme == 0) {
        return problem(FailureCode.BAD_REQUEST, start);
      }
      authorityStart = start + scheme;
      int i = authorityStart;
      while (i < end && b[i] != '/' && b[i] != '?') {
        i++;
      }
      authorityEnd = i;
      pathStart = i;
      if (!Authority.isValid(b, authorityStart, authorityEnd)) {
        return problem(FailureCode.BAD_HOST, authorityStart);
      }
      asterisk = i == end && methodIs(OPTIONS);
    }
    int mark = pathStart;
    while (mark < end && b[mark] != '?') {
      mark++;
    }
    queryStart = mark;
    return null;
  }

  private FailureCode problem(FailureCode code, int at) {
    problemAt = at;
    return code;
  }

  /**
   * The position of the error that {@link #read} found in the parser's bytes; -1 if it has none.
   */
  public int problemAt() {
    return problemAt;
  }

  private boolean methodIs(byte[] method) {
    return Ascii.equals(parser.bytes(), parser.methodStart(), parser.methodEnd(), method);
  }

  public HeadParser parser() {
    return parser;
  }

  /** A copy that stays valid after the next parse. */
  public RetainedHead retain() {
    return new RetainedHead(parser);
  }

  public ConnectionOptions connection() {
    return connection;
  }

  /** Whether the client keeps the connection open (RFC 9112 section 9.3). */
  public boolean keepAlive() {
    return parser.minor() > 0 ? !connection.close() : connection.keepAlive() && !connection.close();
  }

  public boolean isGet() {
    return methodIs(GET);
  }

  public boolean isHead() {
    return methodIs(HEAD);
  }

  /** RFC 9110 section 9.2.2; unknown methods are not idempotent. */
  public boolean isIdempotent() {
    return methodIs(GET)
        || methodIs(HEAD)
        || methodIs(PUT)
        || methodIs(DELETE)
        || methodIs(OPTIONS);
  }

  /**
   * Start of the effective authority: of an absolute target, else of Host; an empty span if there
   * is none.
   */
  public int authorityStart() {
    return authorityStart;
  }

  public boolean hasAuthority() {
    return authorityEnd > authorityStart;
  }

  public int authorityEnd() {
    return authorityEnd;
  }

  /** Start of path and query, which is the end of the target if an absolute target has no path. */
  public int pathStart() {
    return pathStart;
  }

  /** The position of the question mark, or the end of the target. */
  public int queryStart() {
    return queryStart;
  }

  /** {@code OPTIONS *}. */
  public boolean isAsterisk() {
    return asterisk;
  }

  /** Whether the client waits for 100 (Continue) before it sends the body; not for HTTP/1.0. */
  public boolean expectsContinue() {
    return expect >= 0 && parser.minor() > 0;
  }

  /**
   * The requested protocols (RFC 9110 section 7.8) that may be forwarded: one, or a list as in the
   * field; null for none. A WebSocket handshake is a GET without a body (RFC 6455 section 4.1);
   * HTTP/1.0 has no upgrade.
   *
   * @param listed permitted protocols in lower case
   * @param hasBody whether the request has a body
   */
  public byte @Nullable [] upgradeTo(List<byte[]> listed, boolean hasBody) {
    if (!asksUpgrade() || parser.minor() == 0) {
      return null;
    }
    return Upgrades.asked(parser, listed, methodIs(GET) && !hasBody);
  }

  /** Whether the client asks for another protocol; it may be one that is not forwarded. */
  public boolean asksUpgrade() {
    return hasUpgrade && connection.upgrade();
  }

  /** Whether the client accepts trailers by TE (RFC 9110 section 10.1.4). */
  public boolean takesTrailers() {
    return takesTrailers;
  }

  /**
   * Whether its credentials authenticate the connection: later requests on the same connection are
   * attributed to the same user.
   */
  public boolean authenticatesConnection() {
    return authenticatesConnection;
  }

  /** Max-Forwards of an OPTIONS or TRACE request (RFC 9110 section 7.6.2); -1 if it has none. */
  public int maxForwards() {
    return maxForwards;
  }

  private int hops(byte[] b, int start, int end) {
    if ((!methodIs(OPTIONS) && !methodIs(TRACE)) || end == start || end - start > 9) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      if (!Ascii.isDigit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return value;
  }

  public boolean isTrace() {
    return methodIs(TRACE);
  }

  /** Whether the head has Via or CDN-Loop. */
  public boolean hasVia() {
    return hasVia;
  }
}
