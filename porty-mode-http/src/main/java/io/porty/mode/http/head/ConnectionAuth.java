package io.porty.mode.http.head;

import java.util.List;

/**
 * Detects authentication schemes that authenticate a connection instead of a request: NTLM,
 * Negotiate (RFC 4559) and similar ones. A server attributes all later requests of such a
 * connection to the same user, so it must serve one client only.
 */
final class ConnectionAuth {

  private static final List<byte[]> SCHEMES =
      List.of(
          Ascii.bytes("ntlm"),
          Ascii.bytes("negotiate"),
          Ascii.bytes("nego2"),
          Ascii.bytes("kerberos"),
          Ascii.bytes("credssp"),
          Ascii.bytes("session-based-authentication"));

  /**
   * Whether a token of the value names such a scheme. Tokens inside quoted strings count as well: a
   * false positive costs a connection, a false negative would give one client another one's login.
   */
  static boolean isNamed(byte[] b, int start, int end) {
    int i = start;
    while (i < end) {
      while (i < end && !Ascii.is(b[i], Ascii.TOKEN)) {
        i++;
      }
      int from = i;
      while (i < end && Ascii.is(b[i], Ascii.TOKEN)) {
        i++;
      }
      if (i > from && isScheme(b, from, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScheme(byte[] b, int from, int to) {
    // By index: runs for each request and must not allocate.
    for (int k = 0; k < SCHEMES.size(); k++) {
      if (Ascii.equalsIgnoreCase(b, from, to, SCHEMES.get(k))) {
        return true;
      }
    }
    return false;
  }

  private ConnectionAuth() {}
}
