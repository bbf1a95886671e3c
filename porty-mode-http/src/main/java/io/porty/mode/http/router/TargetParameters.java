package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.route.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Locates the values of {@code porty_host}, {@code porty_port} and {@code porty_scheme} in a query.
 * Reused; one for each thread.
 */
final class TargetParameters {

  static final int HOST = 0;
  static final int PORT = 1;
  static final int SCHEME = 2;

  private static final String[] NAMES = {"porty_host", "porty_port", "porty_scheme"};
  private static final int ALL = (1 << NAMES.length) - 1;

  private final int[] starts = new int[NAMES.length];
  private final int[] ends = new int[NAMES.length];

  /** The parameter that {@link #afterName} has found. */
  private int which;

  /**
   * Parses the query in one pass.
   *
   * @return the error; null if there is none
   */
  @Nullable String find(Bytes query) {
    for (int name = 0; name < NAMES.length; name++) {
      starts[name] = -1;
      ends[name] = -1;
    }
    int length = query.length();
    int i = 0;
    while (i < length) {
      int valueStart = afterName(query, i, length);
      int end = valueStart < 0 ? i : valueStart;
      while (end < length && query.at(end) != '&') {
        end++;
      }
      if (valueStart >= 0) {
        if (has(which)) {
          return "Repeated " + NAMES[which] + " parameter";
        }
        starts[which] = valueStart;
        ends[which] = end;
      }
      i = end + 1;
    }
    return null;
  }

  /**
   * Start of the value if the parameter at {@code i} is one of them, by its name percent-decoded
   * once; -1 if not. A parameter without an equals sign has an empty value.
   */
  private int afterName(Bytes query, int i, int length) {
    int at = i;
    int k = 0;
    int candidates = ALL;
    while (at < length && query.at(at) != '=' && query.at(at) != '&') {
      int c = query.at(at++);
      if (c == '%') {
        if (at + 2 > length) {
          return -1;
        }
        c = PercentEncoding.octet(query.at(at), query.at(at + 1));
        at += 2;
      }
      candidates = matching(candidates, k, c);
      if (candidates == 0) {
        return -1;
      }
      k++;
    }
    for (int name = 0; name < NAMES.length; name++) {
      if ((candidates & 1 << name) != 0 && k == NAMES[name].length()) {
        which = name;
        return Math.min(length, at + (at < length && query.at(at) == '=' ? 1 : 0));
      }
    }
    return -1;
  }

  /** Those of the candidates whose character at {@code k} is this one. */
  private static int matching(int candidates, int k, int c) {
    int left = 0;
    for (int name = 0; name < NAMES.length; name++) {
      String text = NAMES[name];
      if ((candidates & 1 << name) != 0 && k < text.length() && c == text.charAt(k)) {
        left |= 1 << name;
      }
    }
    return left;
  }

  int hash(Bytes query) {
    int hash = 17;
    for (int name = 0; name < NAMES.length; name++) {
      for (int i = starts[name]; i < ends[name]; i++) {
        hash = hash * 31 + query.at(i);
      }
    }
    return hash ^ hash >>> 15;
  }

  /** Which ones there are, a bit each; a value may be empty. */
  int present() {
    int present = 0;
    for (int name = 0; name < NAMES.length; name++) {
      present |= has(name) ? 1 << name : 0;
    }
    return present;
  }

  /**
   * @param name one of the constants
   */
  boolean has(int name) {
    return starts[name] >= 0;
  }

  int start(int name) {
    return starts[name];
  }

  int end(int name) {
    return ends[name];
  }
}
