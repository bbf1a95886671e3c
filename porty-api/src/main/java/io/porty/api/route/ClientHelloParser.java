package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.ArrayList;
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
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int ALPN = 16;
  private static final int GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int MAX_RECORD_BYTES = 1 << 14;

  private final Bytes in;
  private int at;
  private int recordEnd;
  private @Nullable String serverName;
  private final List<String> protocols = new ArrayList<>();
  private int[] groups = NONE;
  private int[] signatureSchemes = NONE;
  private int[] versions = NONE;

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
    int version = number(2);
    if (version >> 8 != 3) {
      throw new Malformed();
    }
    length -= 2 + RANDOM_BYTES;
    skip(RANDOM_BYTES);
    length -= vector(1) + vector(2) + vector(1);
    if (length < 0) {
      throw new Malformed();
    }
    if (length > 0) {
      extensions(length - 2, number(2));
    }
    return ClientHello.complete(
        serverName, protocols, new ClientHello.Offer(groups, signatureSchemes, versions));
  }

  private void extensions(int available, int declared) throws TooShort, Malformed {
    if (available != declared) {
      throw new Malformed();
    }
    int left = declared;
    while (left > 0) {
      int type = number(2);
      int length = number(2);
      left -= 4 + length;
      if (left < 0) {
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
      if (type == HOST_NAME && serverName == null) {
        serverName = text(size);
      } else {
        skip(size);
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
      if (left < 0) {
        throw new Malformed();
      }
      protocols.add(text(size));
    }
  }

  private int vector(int lengthBytes) throws TooShort, Malformed {
    int length = number(lengthBytes);
    skip(length);
    return lengthBytes + length;
  }

  private String text(int length) throws TooShort, Malformed {
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
