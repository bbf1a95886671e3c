package io.porty.engine.handoff;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of session tickets that a process hands to its successor, so that clients resume their
 * sessions there. Immutable; never shown.
 *
 * @param madeMillis when the first key was made, in milliseconds since 1970
 * @param keys the first one encrypts; empty if there are none
 */
public record HandedTicketKeys(long madeMillis, List<byte[]> keys) {

  public static final HandedTicketKeys NONE = new HandedTicketKeys(0, List.of());

  private static final int KEY_BYTES = 48;

  public HandedTicketKeys {
    keys = List.copyOf(keys);
  }

  /** Empty if there are no keys. */
  byte[] encode() {
    if (keys.isEmpty()) {
      return new byte[0];
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + keys.size() * KEY_BYTES);
    bytes.putLong(madeMillis);
    keys.forEach(bytes::put);
    return bytes.array();
  }

  /** What {@link #encode} has made; {@link #NONE} of anything else. */
  static HandedTicketKeys decode(byte[] encoded) {
    int length = encoded.length - Long.BYTES;
    if (length <= 0 || length % KEY_BYTES != 0) {
      return NONE;
    }
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    long made = bytes.getLong();
    List<byte[]> keys = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] key = new byte[KEY_BYTES];
      bytes.get(key);
      keys.add(key);
    }
    return new HandedTicketKeys(made, keys);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return keys.size() + " ticket keys";
  }
}
