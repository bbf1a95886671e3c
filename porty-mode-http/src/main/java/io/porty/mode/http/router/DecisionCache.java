package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-size cache of decisions by the bytes that led to them, so that a repeated decision
 * allocates nothing. New entries replace old ones. Used by several event loops without locks:
 * entries are immutable, and a lost update only costs a cache miss.
 */
final class DecisionCache {

  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 512;

  private record Known(byte[] text, Decision decision) {
    boolean matches(Bytes other) {
      if (text.length != other.length()) {
        return false;
      }
      for (int i = 0; i < text.length; i++) {
        if (text[i] != other.at(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private final @Nullable Known[] slots = new Known[SLOTS];

  private static int slot(Bytes text) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = ByteStringMap.next(hash, text.at(i));
    }
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }

  @Nullable Decision find(Bytes text) {
    Known known = slots[slot(text)];
    return known != null && known.matches(text) ? known.decision() : null;
  }

  void put(Bytes text, Decision decision) {
    if (text.length() > MAX_LENGTH) {
      return;
    }
    byte[] copy = new byte[text.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = text.at(i);
    }
    slots[slot(text)] = new Known(copy, decision);
  }
}
