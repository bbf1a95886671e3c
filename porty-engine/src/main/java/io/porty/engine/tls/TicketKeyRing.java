package io.porty.engine.tls;

import io.porty.net.tls.TicketKeys;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The keys of session tickets: a new one every eight hours, the two before it still decrypt, so
 * that a ticket of up to 16 hours resumes (RFC 9325 section 3.4). All listeners share them. Not
 * thread-safe.
 */
final class TicketKeyRing {

  /** How long a key encrypts, in hours. */
  static final int ROTATION_HOURS = 8;

  /** The current key and the two before it. */
  private static final int KEYS = 3;

  private final SecureRandom random;
  private final ArrayDeque<byte[]> keys = new ArrayDeque<>();

  TicketKeyRing(SecureRandom random) {
    this.random = random;
    rotate();
  }

  /** Makes a new current key. */
  void rotate() {
    byte[] key = new byte[TicketKeys.KEY_BYTES];
    random.nextBytes(key);
    keys.addFirst(key);
    if (keys.size() > KEYS) {
      keys.removeLast();
    }
  }

  TicketKeys keys() {
    return new TicketKeys(List.copyOf(keys));
  }
}
