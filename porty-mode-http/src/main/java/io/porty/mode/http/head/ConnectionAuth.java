package io.porty.mode.http.head;

import java.util.List;

/**
 * Authentication schemes that authenticate a connection instead of a request: NTLM and Negotiate
 * (RFC 4559), and their kin. A server that has seen one treats every later request on the same
 * connection as the same user's, so such a connection must serve one client only.
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
   * Whether a word of the value names such a scheme. Words inside quoted strings count too: a
   * connection that is kept apart without need costs a connection, the other mistake costs a login.
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
    // By index: this runs for requests, which are to allocate nothing.
    for (int k = 0; k < SCHEMES.size(); k++) {
      if (Ascii.equalsIgnoreCase(b, from, to, SCHEMES.get(k))) {
        return true;
      }
    }
    return false;
  }

  private ConnectionAuth() {}
}
