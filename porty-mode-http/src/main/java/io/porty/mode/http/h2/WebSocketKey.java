package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sec-WebSocket-Key and Sec-WebSocket-Accept (RFC 6455 section 4) of handshakes that Porty makes
 * for clients of HTTP/2, which have none of their own.
 */
final class WebSocketKey {

  private static final int KEY_BYTES = 16;
  private static final byte[] GUID = Ascii.bytes("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  private static final String ACCEPT = "sec-websocket-accept: ";

  /** A new key. It is no secret: it shows that the backend has understood the handshake. */
  static byte[] random() {
    byte[] key = new byte[KEY_BYTES];
    ThreadLocalRandom.current().nextBytes(key);
    return Base64.getEncoder().encode(key);
  }

  /** Whether a 101 head has the answer to a key. */
  static boolean isAccepted(HeadWriter head, byte[] key) {
    String wanted = accept(key);
    for (String line : Ascii.text(head.bytes(), 0, head.length()).split("\r\n", -1)) {
      if (line.regionMatches(true, 0, ACCEPT, 0, ACCEPT.length() - 1)) {
        return line.substring(ACCEPT.length() - 1).strip().equals(wanted);
      }
    }
    return false;
  }

  static String accept(byte[] key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(key);
      return Base64.getEncoder().encodeToString(sha1.digest(GUID));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private WebSocketKey() {}
}
