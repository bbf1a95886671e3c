package io.porty.net.tls;

import java.util.Arrays;
import java.util.List;

/**
 * Keys that encrypt session tickets (RFC 5077): the first one encrypts, all of them decrypt. Each
 * has 48 bytes: its name, its HMAC key, its AES key, 16 each. Immutable; never shown.
 */
public final class TicketKeys {

  /** Bytes of one key. */
  public static final int KEY_BYTES = 48;

  /** Bytes of the name, of the HMAC key and of the AES key. */
  public static final int PART_BYTES = 16;

  private final List<byte[]> keys;

  /**
   * @param keys each of {@link #KEY_BYTES}; the first one encrypts
   */
  public TicketKeys(List<byte[]> keys) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length != KEY_BYTES)) {
      throw new IllegalArgumentException("ticket keys have " + KEY_BYTES + " bytes each");
    }
    this.keys = keys.stream().map(byte[]::clone).toList();
  }

  /** How many there are. */
  public int count() {
    return keys.size();
  }

  /** A copy of one part of a key: 0 its name, 1 its HMAC key, 2 its AES key. */
  public byte[] part(int key, int part) {
    return Arrays.copyOfRange(keys.get(key), part * PART_BYTES, (part + 1) * PART_BYTES);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return keys.size() + " ticket keys";
  }
}
