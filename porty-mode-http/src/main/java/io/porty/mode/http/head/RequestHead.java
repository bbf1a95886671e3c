package io.porty.mode.http.head;

import io.porty.api.FailureCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a parsed request head means, beyond its grammar: form of the target, authority, connection
 * options, what is asked for. Refuses what RFC 9110 and 9112 forbid. Reused for every request of a
 * loop; its spans live as long as the parser's.
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

  /** Reads what the parser has just found; answers what is wrong, or null. */
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
          startsWith(b, start, end, HTTP)
              ? HTTP.length
              : startsWith(b, start, end, HTTPS) ? HTTPS.length : 0;
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

  /** Where in the parser's bytes the problem is that {@link #read} has found; -1 if nowhere. */
  public int problemAt() {
    return problemAt;
  }

  private static boolean startsWith(byte[] b, int start, int end, byte[] lower) {
    return end - start >= lower.length
        && Ascii.equalsIgnoreCase(b, start, start + lower.length, lower);
  }

  private boolean methodIs(byte[] method) {
    return Ascii.equals(parser.bytes(), parser.methodStart(), parser.methodEnd(), method);
  }

  public HeadParser parser() {
    return parser;
  }

  /** A copy that outlives the call in which this was parsed. */
  public RetainedHead retain() {
    return new RetainedHead(parser);
  }

  public ConnectionOptions connection() {
    return connection;
  }

  /** Whether the client wants the connection to stay (RFC 9112 section 9.3). */
  public boolean keepAlive() {
    return parser.minor() > 0 ? !connection.close() : connection.keepAlive() && !connection.close();
  }

  public boolean isHead() {
    return methodIs(HEAD);
  }

  /** RFC 9110 section 9.2.2; unknown methods are not. */
  public boolean isIdempotent() {
    return methodIs(GET)
        || methodIs(HEAD)
        || methodIs(PUT)
        || methodIs(DELETE)
        || methodIs(OPTIONS);
  }

  /**
   * Where the effective authority is: of an absolute target, else of Host; empty if there is none.
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

  /**
   * Where path and query begin, which may be the target's end: an absolute target without a path.
   */
  public int pathStart() {
    return pathStart;
  }

  /** Where the question mark is, or the target's end. */
  public int queryStart() {
    return queryStart;
  }

  /** {@code OPTIONS *}. */
  public boolean isAsterisk() {
    return asterisk;
  }

  /** The client waits for a 100 before it sends the body; HTTP/1.0 clients cannot. */
  public boolean expectsContinue() {
    return expect >= 0 && parser.minor() > 0;
  }

  /**
   * The protocols that the client asks to switch to (RFC 9110 section 7.8), as far as they may be
   * passed on: one, or a list as the field has it; null for none. A WebSocket handshake is a GET
   * without a body (RFC 6455 section 4.1); HTTP/1.0 cannot switch.
   *
   * @param listed names in lower case
   * @param hasBody whether the request has a body
   */
  public byte @Nullable [] upgradeTo(List<byte[]> listed, boolean hasBody) {
    if (!hasUpgrade || !connection.upgrade() || parser.minor() == 0) {
      return null;
    }
    return Upgrades.asked(parser, listed, methodIs(GET) && !hasBody);
  }

  /** Whether TE says that the client takes trailers (RFC 9110 section 10.1.4). */
  public boolean takesTrailers() {
    return takesTrailers;
  }

  /**
   * Whether its credentials authenticate the connection that they are sent on: whoever sends the
   * next request on it is taken for the same user.
   */
  public boolean authenticatesConnection() {
    return authenticatesConnection;
  }

  /**
   * How many further proxies an OPTIONS or TRACE request may pass (RFC 9110 section 7.6.2); -1 if
   * it does not say.
   */
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

  /** Whether Via or CDN-Loop names who has forwarded it. */
  public boolean hasVia() {
    return hasVia;
  }
}
