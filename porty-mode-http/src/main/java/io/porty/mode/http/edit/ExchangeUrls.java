package io.porty.mode.http.edit;

import io.porty.api.route.Rewrite;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites URLs inside messages between the client's and the backend's view: the authority if Host
 * is rewritten, the path if a prefix is. {@code Destination} (RFC 4918) in requests, {@code
 * Location} and related fields in responses.
 *
 * <p>Keeps a copy of the client's authority, because the request head is gone when the response
 * arrives. One for each client connection, reset for each request. On its event loop.
 */
public final class ExchangeUrls {

  /** Names differ little in length, so that one array serves nearly all requests of a stream. */
  private static final int CAPACITY_STEP = 8;

  private static final byte[] SCHEME_END = Ascii.bytes("://");
  private static final byte[] HTTPS = Ascii.bytes("https");
  private static final byte[] HTTP = Ascii.bytes("http");

  /** The rewritable parts of messages. */
  public enum Part {
    /** Host: the backend gets the target's own value. */
    HOST,
    /** Location and related fields, Destination. */
    LOCATION,
    /** Domain and Path of Set-Cookie. */
    COOKIES
  }

  private byte[] authority = Ascii.NONE;
  private int authorityLength;
  private boolean isHttps;
  private byte @Nullable [] host;
  private Rewrite edits = Rewrite.none();
  private Set<Part> parts = Set.of();

  /** For a request whose response is not rewritten. */
  public void clear() {
    parts = Set.of();
    host = null;
    authorityLength = 0;
    edits = Rewrite.none();
  }

  /**
   * Starts the request in {@code head}.
   *
   * @param to the router's rewrite
   * @param rewritten which parts of the messages are rewritten
   */
  public void start(RequestHead head, OutgoingRequest to, Set<Part> rewritten) {
    host = to.host();
    edits = to.edits();
    parts = host == null && edits.prefixes() == null ? Set.of() : rewritten;
    if (parts.isEmpty()) {
      return;
    }
    byte[] b = head.parser().bytes();
    long told = to.isTrusted() ? ForwardedFields.forwardedHost(head) : ForwardedElement.NONE;
    int from = head.authorityStart();
    int end = head.authorityEnd();
    if (told != ForwardedElement.NONE) {
      from = ForwardedElement.start(told);
      end = ForwardedElement.end(told);
    }
    int length = end - from;
    if (authority.length < length) {
      authority = new byte[(length / CAPACITY_STEP + 1) * CAPACITY_STEP];
    }
    System.arraycopy(b, from, authority, 0, length);
    authorityLength = length;
    isHttps = ForwardedFields.isHttps(head, to.isTrusted(), to.forwarded().isSecure());
  }

  boolean rewrites(Part part) {
    return parts.contains(part);
  }

  /** Writes the value of a request's Destination for the backend. */
  void toBackend(HeadWriter out, byte[] b, int start, int end) {
    Url url = Url.of(b, start, end);
    byte[] to = host;
    boolean ours =
        start < end
            && rewrites(Part.LOCATION)
            && (url.isPathOnly() || Url.isSame(b, url, authority, authorityLength))
            && (edits.prefixes() == null
                || Url.isBelow(b, url.path(), end, Ascii.bytes(edits.prefixes().client())));
    if (!ours) {
      out.put(b, start, end);
      return;
    }
    if (!url.isPathOnly()) {
      if (to == null) {
        out.put(b, start, url.path());
      } else {
        out.put(HTTP).put(SCHEME_END).put(to);
      }
    }
    Rewrite.Prefixes prefixes = edits.prefixes();
    int rest = url.path() + (prefixes == null ? 0 : prefixes.client().length());
    if (prefixes != null) {
      out.put(prefixes.backend());
    }
    int mark = Url.queryStart(b, rest, end);
    boolean noPath = prefixes == null || prefixes.backend().isEmpty();
    if (rest == mark && noPath) {
      out.put('/');
    }
    TargetRewrite.write(out, b, rest, mark, end);
  }

  /** Writes the value of a response's Location for the client. */
  void toClient(HeadWriter out, byte[] b, int start, int end) {
    Url url = Url.of(b, start, end);
    byte[] own = host;
    boolean isBackend = own != null && Url.isSame(b, url, own, own.length);
    boolean isClient = Url.isSame(b, url, authority, authorityLength);
    if (start == end || !(url.isPathOnly() || isBackend || isClient)) {
      out.put(b, start, end);
      return;
    }
    if (isBackend && authorityLength > 0) {
      if (url.hasScheme()) {
        // Keeps https if the backend redirects its own clients to https.
        out.put(isHttps || url.isHttps() ? HTTPS : HTTP).put(':');
      }
      out.put("//").put(authority, 0, authorityLength);
    } else if (!url.isPathOnly() && !isBackend) {
      out.put(b, start, url.path());
    }
    int fragment = Url.fragmentMark(b, url.path(), end);
    path(out, b, url.path(), fragment, isBackend);
    if (isBackend) {
      query(out, b, url.path(), fragment);
    }
    out.put(b, fragment, end);
  }

  /**
   * @param certain whether the path is certainly the backend's own: a backend that knows the
   *     client's prefix by X-Forwarded-Prefix writes it itself
   */
  private void path(HeadWriter out, byte[] b, int path, int end, boolean certain) {
    Rewrite.Prefixes prefixes = edits.prefixes();
    if (prefixes == null) {
      out.put(b, path, end);
      return;
    }
    byte[] client = Ascii.bytes(prefixes.client());
    byte[] backend = Ascii.bytes(prefixes.backend());
    boolean mapped = !Url.isBelow(b, path, end, client) || certain;
    if (mapped && (path == end || Url.isBelow(b, path, end, backend))) {
      out.put(client).put(b, Math.min(end, path + backend.length), end);
    } else {
      out.put(b, path, end);
    }
  }

  /** Adds the query parameters that chose this backend to a URL of the same backend. */
  private void query(HeadWriter out, byte[] b, int path, int end) {
    if (!edits.locationQuery().isEmpty()) {
      out.put(Url.queryStart(b, path, end) == end ? '?' : '&').put(edits.locationQuery());
    }
  }

  /**
   * Writes the path of a cookie: with a removed prefix, {@code /} means everything below the
   * prefix.
   */
  void cookiePath(HeadWriter out, byte[] b, int start, int end) {
    Rewrite.Prefixes prefixes = edits.prefixes();
    boolean isRoot = end - start == 1 && b[start] == '/';
    if (isRoot && prefixes != null && prefixes.backend().isEmpty()) {
      out.put(prefixes.client());
    } else if (b[start] == '/') {
      path(out, b, start, end, false);
    } else {
      out.put(b, start, end);
    }
  }

  /** Whether this is the backend's host name, without the port of Host and URLs. */
  boolean isBackendName(byte[] b, int start, int end) {
    byte[] own = host;
    return own != null
        && Ascii.equalsIgnoreCase(b, start, end, Ascii.text(own, 0, Url.nameEnd(own)));
  }
}
