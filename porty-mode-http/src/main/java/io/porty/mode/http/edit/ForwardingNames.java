package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import java.util.List;

/**
 * The fields by which a proxy reports the client and its request to a backend: scheme, host, port,
 * address, path. Backends trust them, so those of untrusted clients are removed.
 *
 * <p>CGI, WSGI, Rack, PHP and others replace every character of a name other than letters and
 * digits by an underscore, so that {@code X_Forwarded_For} and {@code X.Forwarded.For} are read as
 * {@code X-Forwarded-For}. Names are compared in that form; a spelling other than the usual one is
 * never forwarded.
 */
final class ForwardingNames {

  private static final byte[] PREFIX = Ascii.bytes("x-forwarded");
  private static final byte[] CGI = Ascii.bytes("http-");

  /** Length of the prefix of a CGI name. */
  static final int CGI_LENGTH = CGI.length;

  private static final List<String> NAMES =
      List.of(
          "forwarded",
          "forwarded-for",
          "forwarded-host",
          "forwarded-proto",
          "x-real-ip",
          "x-real-port",
          "x-client-ip",
          "x-client-port",
          "x-clientip",
          "client-ip",
          "true-client-ip",
          "x-true-client-ip",
          "x-cluster-client-ip",
          "cluster-client-ip",
          "cf-connecting-ip",
          "cf-connecting-ipv6",
          "cf-visitor",
          "fastly-client-ip",
          "fly-client-ip",
          "do-connecting-ip",
          "ali-cdn-real-ip",
          "cdn-src-ip",
          "incap-client-ip",
          "x-sucuri-clientip",
          "x-appengine-user-ip",
          "x-azure-clientip",
          "x-azure-socketip",
          "x-envoy-external-address",
          "x-envoy-original-path",
          "x-proxyuser-ip",
          "proxy-client-ip",
          "wl-proxy-client-ip",
          "wl-proxy-ssl",
          "x-remote-ip",
          "x-remote-addr",
          "remote-addr",
          "remote-host",
          "x-real-host",
          "x-real-proto",
          "x-real-scheme",
          "x-originating-ip",
          "x-forward-for",
          "x-forward-host",
          "x-forward-proto",
          "cloudfront-forwarded-proto",
          "cloudfront-viewer-address",
          "x-vercel-forwarded-for",
          "x-vercel-proxied-for",
          "x-nf-client-connection-ip",
          "https",
          "x-host",
          "x-http-host-override",
          "x-original-for",
          "x-original-forwarded-for",
          "x-original-host",
          "x-original-remote-addr",
          "x-original-port",
          "x-original-prefix",
          "x-original-proto",
          "x-original-scheme",
          "x-original-uri",
          "x-original-url",
          "x-rewrite-url",
          "x-scheme",
          "x-url-scheme",
          "x-protocol",
          "x-proto",
          "x-ssl",
          "x-arr-ssl",
          "x-script-name",
          "x-https",
          "front-end-https",
          "x-forwarded");

  private static final byte[][][] BY_LENGTH = byLength();

  private static byte[][][] byLength() {
    int longest = NAMES.stream().mapToInt(String::length).max().orElseThrow();
    byte[][][] table = new byte[longest + 1][][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      table[length] =
          NAMES.stream()
              .filter(name -> name.length() == wanted)
              .map(Ascii::bytes)
              .toArray(byte[][]::new);
    }
    return table;
  }

  /** Whether a backend may read this name as a forwarding field. */
  static boolean contains(byte[] b, int start, int end) {
    return isOne(b, start, end)
        || (hasCgiPrefix(b, start, end) && isOne(b, start + CGI.length, end));
  }

  /**
   * Programs written for CGI may also read a field by its CGI name, {@code HTTP_X_FORWARDED_FOR}.
   */
  static boolean hasCgiPrefix(byte[] b, int start, int end) {
    return end - start > CGI.length && matches(b, start, CGI);
  }

  private static boolean isOne(byte[] b, int start, int end) {
    int length = end - start;
    if (length > PREFIX.length
        && matches(b, start, PREFIX)
        && !isAlphanumeric(b[start + PREFIX.length])) {
      return true;
    }
    if (length >= BY_LENGTH.length) {
      return false;
    }
    for (byte[] name : BY_LENGTH[length]) {
      if (matches(b, start, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name has only letters, digits and hyphens, as the fields' usual names. */
  static boolean isPlain(byte[] b, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isAlphanumeric(b[i]) && b[i] != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the name starts with this prefix, case-insensitively, with any character for a hyphen.
   */
  static boolean matches(byte[] b, int start, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      byte c = b[start + i];
      if (name[i] == '-' ? isAlphanumeric(c) : Ascii.lower(c) != name[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean isAlphanumeric(byte c) {
    byte lower = Ascii.lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
  }

  /** All names in the table, for tests. */
  static List<String> names() {
    return List.copyOf(NAMES);
  }

  private ForwardingNames() {}
}
