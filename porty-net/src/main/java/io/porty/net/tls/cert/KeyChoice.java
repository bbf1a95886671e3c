package io.porty.net.tls.cert;

import org.jspecify.annotations.Nullable;

/** The certificates for one name: at most one for each type of key. */
final class KeyChoice<T> {

  private static final KeyType[] TYPES = KeyType.values();

  private final @Nullable Object[] values = new Object[TYPES.length];

  /**
   * Keeps the first of a type.
   *
   * @return the one that is there already; null if there was none
   */
  @Nullable T put(KeyType type, T value) {
    T present = at(type.ordinal());
    if (present == null) {
      values[type.ordinal()] = value;
    }
    return present;
  }

  /** The preferred one that the client can verify; null if there is none. */
  @Nullable T verifiable(int keyTypes) {
    for (int i = 0; i < TYPES.length; i++) {
      if (values[i] != null && (keyTypes & TYPES[i].bit()) != 0) {
        return at(i);
      }
    }
    return null;
  }

  /** One that the client can verify, else the one that most clients can. */
  @Nullable T any(int keyTypes) {
    T found = verifiable(keyTypes);
    for (int i = TYPES.length - 1; i >= 0 && found == null; i--) {
      found = at(i);
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private @Nullable T at(int index) {
    return (T) values[index];
  }
}
