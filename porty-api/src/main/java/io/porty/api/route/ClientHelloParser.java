package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a TLS ClientHello over any number of records without copying. Each length is checked
 * against the enclosing one.
 */
final class ClientHelloParser {

  /** The bytes are incomplete. */
  static final class TooShort extends Exception {
    TooShort() {
      super(null, null, false, false);
    }
  }

  /** The bytes are not a ClientHello. */
  static final class Malformed extends Exception {
    Malformed() {
      super(null, null, false, false);
    }
  }

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int RANDOM_BYTES = 32;
  private static final int[] NONE = {};
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int ALPN = 16;
  private static final int GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int MAX_RECORD_BYTES = 1 << 14;
  private static final int MAX_SESSION_BYTES = 32;

  /** Extensions of types from 64 on; browsers have about five, and each is compared to all. */
  private static final int MAX_OTHERS = 64;

  /** Room for those of a usual hello. */
  private static final int USUAL_OTHERS = 8;

  private static final char[] NO_OTHERS = {};

  /** RFC 7507. */
  private static final int FALLBACK_SCSV = 0x5600;

  private final Bytes in;

  /** Extensions so far of types below 64, a bit each: all that is read of are among them. */
  private long seen;

  /** Extensions so far of other types. */
  private char[] others = NO_OTHERS;

  private int otherCount;

  /** Bytes of the hello that are still to be read. */
  private int helloLeft = Integer.MAX_VALUE;

  private int at;
  private int recordEnd;
  private @Nullable String serverName;
  private final List<String> protocols = new ArrayList<>();
  private int[] groups = NONE;
  private int[] signatureSchemes = NONE;
  private int[] versions = NONE;
  private boolean fallback;

  ClientHelloParser(Bytes in) {
    this.in = in;
  }

  ClientHello read() throws TooShort, Malformed {
    if (next() != CLIENT_HELLO) {
      throw new Malformed();
    }
    int length = number(3);
    if (length > 1 << 16) {
      throw new Malformed();
    }
    helloLeft = length;
    int version = number(2);
    if (version >> 8 != 3) {
      throw new Malformed();
    }
    skip(RANDOM_BYTES);
    int session = next();
    if (session > MAX_SESSION_BYTES) {
      throw new Malformed();
    }
    skip(session);
    cipherSuites();
    skip(next()); // compression methods
    if (helloLeft > 0) {
      extensions(number(2));
    }
    return ClientHello.complete(
        serverName, protocols, new ClientHello.Offer(groups, signatureSchemes, versions, fallback));
  }

  private void cipherSuites() throws TooShort, Malformed {
    int left = number(2);
    if (left % 2 != 0) {
      throw new Malformed();
    }
    for (; left > 0; left -= 2) {
      fallback |= number(2) == FALLBACK_SCSV;
    }
  }

  private void extensions(int declared) throws TooShort, Malformed {
    if (helloLeft != declared) {
      throw new Malformed();
    }
    int left = declared;
    while (left > 0) {
      int type = number(2);
      int length = number(2);
      left -= 4 + length;
      if (left < 0 || comesAgain(type)) {
        throw new Malformed();
      }
      switch (type) {
        case SERVER_NAME -> serverName(length);
        case ALPN -> protocols(length);
        case GROUPS -> groups = codes(length, 2);
        case SIGNATURE_ALGORITHMS -> signatureSchemes = codes(length, 2);
        case SUPPORTED_VERSIONS -> versions = codes(length, 1);
        default -> skip(length);
      }
    }
  }

  /** RFC 8446 section 4.2: none comes twice. */
  private boolean comesAgain(int type) throws Malformed {
    if (type >= Long.SIZE) {
      return otherComesAgain((char) type);
    }
    long bit = 1L << type;
    boolean again = (seen & bit) != 0;
    seen |= bit;
    return again;
  }

  private boolean otherComesAgain(char type) throws Malformed {
    for (int i = 0; i < otherCount; i++) {
      if (others[i] == type) {
        return true;
      }
    }
    if (otherCount == MAX_OTHERS) {
      throw new Malformed();
    }
    if (otherCount == others.length) {
      others = Arrays.copyOf(others, Math.max(USUAL_OTHERS, 2 * otherCount));
    }
    others[otherCount++] = type;
    return false;
  }

  private void serverName(int length) throws TooShort, Malformed {
    int list = length == 0 ? 0 : number(2);
    int left = length == 0 ? 0 : length - 2;
    if (list != left) {
      throw new Malformed();
    }
    while (left > 0) {
      int type = next();
      int size = number(2);
      left -= 3 + size;
      if (left < 0) {
        throw new Malformed();
      }
      if (type != HOST_NAME) {
        skip(size);
      } else if (serverName == null) {
        serverName = name(size);
      } else {
        throw new Malformed(); // RFC 6066 section 3: one of each type, so that none is chosen
      }
    }
  }

  /** A vector of numbers of two bytes each. */
  private int[] codes(int length, int lengthBytes) throws TooShort, Malformed {
    int left = number(lengthBytes);
    if (left != length - lengthBytes || left % 2 != 0) {
      throw new Malformed();
    }
    int[] codes = new int[left / 2];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = number(2);
    }
    return codes;
  }

  private void protocols(int length) throws TooShort, Malformed {
    int left = number(2);
    if (left != length - 2) {
      throw new Malformed();
    }
    while (left > 0) {
      int size = next();
      left -= 1 + size;
      if (left < 0 || size == 0) {
        throw new Malformed();
      }
      protocols.add(protocol(size));
    }
  }

  /**
   * Any bytes (RFC 7301 section 3.1); those of GREASE are not printable (RFC 8701 section 2). Each
   * protocol has a text of its own, as in RFC 7838 section 3.
   */
  private String protocol(int length) throws TooShort, Malformed {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int c = next();
      if (c < 0x21 || c > 0x7e || c == '%') {
        text.append('%').append(HEX.toHexDigits((byte) c));
      } else {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private String name(int length) throws TooShort, Malformed {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int c = next();
      if (c < 0x21 || c > 0x7e) {
        throw new Malformed();
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private int number(int bytes) throws TooShort, Malformed {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  private void skip(int bytes) throws TooShort, Malformed {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  /** The next byte of the handshake, skipping record headers. */
  private int next() throws TooShort, Malformed {
    if (helloLeft-- == 0) {
      throw new Malformed(); // a length in it is longer than the hello
    }
    while (at == recordEnd) {
      recordHeader();
    }
    return raw();
  }

  private void recordHeader() throws TooShort, Malformed {
    if (raw() != HANDSHAKE || raw() != 3) {
      throw new Malformed();
    }
    raw();
    int length = raw() << 8 | raw();
    if (length == 0 || length > MAX_RECORD_BYTES) {
      throw new Malformed();
    }
    recordEnd = at + length;
  }

  private int raw() throws TooShort {
    if (at == in.length()) {
      throw new TooShort();
    }
    return in.at(at++) & 0xff;
  }
}
