package io.porty.net.tls.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate is shown for a server name (RFC 6066 section 3, RFC 9525 section 6.3): the
 * exact name, else the wildcard one label above it, else the default; of several for one name the
 * one whose key the client can verify. Immutable, for any thread; a look-up allocates nothing.
 *
 * @param <T> what belongs to a certificate
 */
public final class NameTable<T> {

  private static final float MAX_LOAD = 0.5f;

  private final @Nullable String[] names;
  private final @Nullable KeyChoice<T>[] choices;
  private final KeyChoice<T> fallback;
  private final int size;

  @SuppressWarnings("unchecked") // an array of a generic type
  NameTable(Map<String, KeyChoice<T>> entries, KeyChoice<T> fallback) {
    int capacity = Integer.highestOneBit((int) (entries.size() / MAX_LOAD) + 1) * 2;
    this.names = new String[capacity];
    this.choices = (KeyChoice<T>[]) new KeyChoice<?>[capacity];
    this.fallback = fallback;
    this.size = entries.size();
    entries.forEach(
        (name, choice) -> {
          int at = slot(name, 0, name.length());
          names[at] = name;
          choices[at] = choice;
        });
  }

  /** How many different names it has. */
  public int size() {
    return size;
  }

  /** All names, wildcards as {@code *.example.com}, in no order. */
  public List<String> names() {
    List<String> all = new ArrayList<>(size);
    for (String name : names) {
      if (name != null) {
        all.add(name);
      }
    }
    return all;
  }

  /**
   * What is shown.
   *
   * @param name as the client sent it, in ASCII, any case, with or without a final dot; null if it
   *     sent none. An address is no name and gets the default.
   * @param keyTypes a mask of {@link OfferedKeyTypes}
   * @return null if there is nothing for the name and no default
   */
  public @Nullable T find(@Nullable String name, int keyTypes) {
    if (name == null) {
      return fallback.any(keyTypes);
    }
    KeyChoice<T> exact = exact(name);
    KeyChoice<T> wildcard = wildcard(name);
    if (exact == null && wildcard == null) {
      return fallback.any(keyTypes);
    }
    T found = exact == null ? null : exact.verifiable(keyTypes);
    if (found == null && wildcard != null) {
      found = wildcard.verifiable(keyTypes);
    }
    if (found != null) {
      return found;
    }
    KeyChoice<T> any = exact != null ? exact : wildcard;
    return any == null ? null : any.any(keyTypes);
  }

  /** Whether there is a certificate for a name, the default aside. */
  public boolean covers(String name) {
    return exact(name) != null || wildcard(name) != null;
  }

  private @Nullable KeyChoice<T> exact(String name) {
    return isName(name) ? choices[slot(name, 0, bareLength(name))] : null;
  }

  private @Nullable KeyChoice<T> wildcard(String name) {
    int dot = name.indexOf('.');
    return dot <= 0 || !isName(name) ? null : choices[slot(name, dot, bareLength(name))];
  }

  private static boolean isName(String name) {
    return !name.startsWith(".") && !name.startsWith("*");
  }

  private static int bareLength(String name) {
    int length = name.length();
    return length > 1 && name.charAt(length - 1) == '.' ? length - 1 : length;
  }

  /** Where the name is or would be; a suffix that begins with a dot stands for its wildcard. */
  private int slot(String name, int from, int to) {
    int at = hash(name, from, to) & (names.length - 1);
    String known = names[at];
    while (known != null && !isSame(known, name, from, to)) {
      at = (at + 1) & (names.length - 1);
      known = names[at];
    }
    return at;
  }

  /** A wildcard is hashed without its star, as the suffix that it is looked up by. */
  private static int hash(String name, int from, int to) {
    int hash = 0;
    for (int i = start(name, from); i < to; i++) {
      hash = hash * 31 + lower(name.charAt(i));
    }
    return hash ^ (hash >>> 15);
  }

  private static boolean isSame(String known, String name, int from, int to) {
    int start = start(name, from);
    int first = start(known, 0);
    if (known.length() - first != to - start) {
      return false;
    }
    for (int i = 0; i < to - start; i++) {
      if (known.charAt(first + i) != lower(name.charAt(start + i))) {
        return false;
      }
    }
    return true;
  }

  private static int start(String name, int from) {
    return from == 0 && name.startsWith("*.") ? 1 : from;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
