package io.porty.mode.http.router;

import io.porty.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map from byte strings to values that is queried without creating a String, in constant time.
 * Immutable.
 */
final class ByteStringMap<V> {

  private record Entry<V>(byte[] key, V value) {}

  private final @Nullable Entry<V>[] slots;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ByteStringMap(Map<String, V> entries) {
    int size = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
    slots = new Entry[size];
    entries.forEach((key, value) -> put(key.getBytes(StandardCharsets.ISO_8859_1), value));
  }

  private void put(byte[] key, V value) {
    int hash = 0;
    for (byte b : key) {
      hash = next(hash, b);
    }
    int slot = spread(hash) & slots.length - 1;
    while (slots[slot] != null) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = new Entry<>(key, value);
  }

  /** Extends a hash by one byte; the hash of the empty string is 0. */
  static int next(int hash, byte b) {
    return hash * 31 + b;
  }

  private static int spread(int hash) {
    return (hash * 0x9E3779B9) >>> 7 ^ hash;
  }

  @Nullable V find(Bytes text) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = next(hash, text.at(i));
    }
    return find(text, text.length(), hash);
  }

  /**
   * @param length number of bytes of the key, from its start
   * @param hash of these bytes
   */
  @Nullable V find(Bytes text, int length, int hash) {
    int slot = spread(hash) & slots.length - 1;
    while (true) {
      Entry<V> entry = slots[slot];
      if (entry == null) {
        return null;
      }
      if (same(entry.key(), text, length)) {
        return entry.value();
      }
      slot = slot + 1 & slots.length - 1;
    }
  }

  private static boolean same(byte[] key, Bytes text, int length) {
    if (key.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (key[i] != text.at(i)) {
        return false;
      }
    }
    return true;
  }
}
