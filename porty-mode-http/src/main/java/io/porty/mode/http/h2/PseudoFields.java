package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pseudo-fields of one request (RFC 9113 section 8.3.1, RFC 8441 section 4): each at most once,
 * none empty, none unknown. Reused for each request of an event loop.
 */
final class PseudoFields {

  /** The names, of which no two have the same length and last letter. */
  enum Name {
    METHOD(":method"),
    SCHEME(":scheme"),
    AUTHORITY(":authority"),
    PATH(":path"),
    PROTOCOL(":protocol");

    private final byte[] bytes;

    Name(String text) {
      bytes = Ascii.bytes(text);
    }
  }

  private static final Name[] NAMES = Name.values();
  private static final byte[] CONNECT = Ascii.bytes("CONNECT");
  private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
  private static final byte[] HTTP = Ascii.bytes("http");
  private static final byte[] HTTPS = Ascii.bytes("https");
  private static final byte[] HTTP_PORT = Ascii.bytes("80");
  private static final byte[] HTTPS_PORT = Ascii.bytes("443");
  private static final byte[] WEBSOCKET = Ascii.bytes("websocket");

  private final HeadWriter values = new HeadWriter();
  private final int[] starts = new int[NAMES.length];
  private final int[] ends = new int[NAMES.length];

  void clear() {
    values.clear();
    Arrays.fill(ends, 0);
  }

  /** Adds one; returns what is wrong with it, null if nothing is. */
  @Nullable String add(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    for (Name name : NAMES) {
      if (!Arrays.equals(b, nameStart, nameEnd, name.bytes, 0, name.bytes.length)) {
        continue;
      }
      int i = name.ordinal();
      if (ends[i] > 0 || nameEnd == valueEnd) {
        return "repeated or empty pseudo-field";
      }
      int allowed = name == Name.METHOD ? Ascii.TOKEN : Ascii.TARGET;
      for (int k = nameEnd; k < valueEnd; k++) {
        if (!Ascii.is(b[k], allowed)) {
          return "forbidden character in " + Ascii.text(b, nameStart, nameEnd);
        }
      }
      starts[i] = values.length();
      values.put(b, nameEnd, valueEnd);
      ends[i] = values.length();
      return null;
    }
    return "unknown pseudo-field";
  }

  /**
   * What is wrong with all of them together; null if nothing is.
   *
   * @param takesConnect whether extended CONNECT was announced
   */
  @Nullable String problem(boolean takesConnect) {
    if (!has(Name.METHOD)) {
      return "no :method";
    }
    boolean connect = is(Name.METHOD, CONNECT);
    if (has(Name.PROTOCOL)) {
      if (!takesConnect || !connect) {
        return ":protocol without CONNECT, or not announced";
      }
    } else if (connect) {
      return has(Name.SCHEME) || has(Name.PATH) || !has(Name.AUTHORITY)
          ? "CONNECT has :authority alone"
          : null;
    }
    if (!has(Name.SCHEME) || !has(Name.PATH)) {
      return "no :scheme or no :path";
    }
    if (!is(Name.SCHEME, HTTP) && !is(Name.SCHEME, HTTPS)) {
      return "unknown :scheme";
    }
    if (isExtendedConnect() && !has(Name.AUTHORITY)) {
      return "no :authority";
    }
    boolean asterisk =
        length(Name.PATH) == 1 && first(Name.PATH) == '*' && is(Name.METHOD, OPTIONS);
    return first(Name.PATH) == '/' || asterisk ? null : "bad :path";
  }

  boolean has(Name name) {
    return ends[name.ordinal()] > 0;
  }

  private int length(Name name) {
    return ends[name.ordinal()] - starts[name.ordinal()];
  }

  private byte first(Name name) {
    return values.bytes()[starts[name.ordinal()]];
  }

  private boolean is(Name name, byte[] value) {
    return equals(name, value, 0, value.length);
  }

  /** Whether the value of one is the same as these bytes. */
  private boolean equals(Name name, byte[] b, int from, int to) {
    int i = name.ordinal();
    return Arrays.equals(values.bytes(), starts[i], ends[i], b, from, to);
  }

  /**
   * Whether the value of {@code host} names what {@code :authority} names: apart from case and from
   * the port that the scheme stands for (RFC 9113 section 8.3.1; RFC 3986 section 6.2.3).
   */
  boolean isAuthority(byte[] b, int from, int to) {
    byte[] own = values.bytes();
    int start = starts[Name.AUTHORITY.ordinal()];
    int length = withoutPort(own, start, ends[Name.AUTHORITY.ordinal()]) - start;
    if (withoutPort(b, from, to) - from != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Ascii.lower(own[start + i]) != Ascii.lower(b[from + i])) {
        return false;
      }
    }
    return true;
  }

  /** Where an authority ends without an empty port or that of the scheme. */
  private int withoutPort(byte[] b, int from, int to) {
    int colon = to - 1;
    while (colon >= from && Ascii.isDigit(b[colon])) {
      colon--;
    }
    if (colon < from || b[colon] != ':') {
      return to;
    }
    byte[] port = is(Name.SCHEME, HTTPS) ? HTTPS_PORT : HTTP_PORT;
    boolean implied = colon + 1 == to || Ascii.equals(b, colon + 1, to, port);
    return implied ? colon : to;
  }

  boolean isConnect() {
    return is(Name.METHOD, CONNECT);
  }

  boolean isExtendedConnect() {
    return has(Name.PROTOCOL);
  }

  boolean isWebSocket() {
    return is(Name.PROTOCOL, WEBSOCKET);
  }

  /** Writes the value of one. */
  void put(Name name, HeadWriter out) {
    out.put(values.bytes(), starts[name.ordinal()], ends[name.ordinal()]);
  }
}
