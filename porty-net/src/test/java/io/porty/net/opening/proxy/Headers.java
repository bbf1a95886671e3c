package io.porty.net.opening.proxy;

import io.porty.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Headers of both versions, right and wrong, for the tests. */
final class Headers {

  /** Bytes that somebody may look at. */
  record Array(byte[] all, int length) implements Bytes {

    Array(byte[] all) {
      this(all, all.length);
    }

    @Override
    public byte at(int index) {
      if (index >= length) {
        throw new IndexOutOfBoundsException(index);
      }
      return all[index];
    }

    @Override
    public String toString() {
      return new String(all, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  static Bytes text(String line) {
    return new Array(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A header of version 2 with its length. */
  static byte[] v2(int versionAndCommand, int familyAndProtocol, byte[]... payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ProxyV2.SIGNATURE);
    out.write(versionAndCommand);
    out.write(familyAndProtocol);
    int length = Arrays.stream(payload).mapToInt(part -> part.length).sum();
    out.write(length >> 8);
    out.write(length);
    for (byte[] part : payload) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** 192.0.2.1:4711 to 198.51.100.2:443. */
  static byte[] inet() {
    return bytes(192, 0, 2, 1, 198, 51, 100, 2, 4711 >> 8, 4711 & 0xff, 1, 0xbb);
  }

  static byte[] tlv(int type, byte[]... value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(value).mapToInt(part -> part.length).sum();
    out.write(type);
    out.write(length >> 8);
    out.write(length);
    for (byte[] part : value) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] tlv(int type, String value) {
    return tlv(type, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Of every version and family, each with a byte of the client behind it. */
  static byte[][] valid() {
    return new byte[][] {
      "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII),
      "PROXY TCP6 2001:db8::1 ::1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII),
      "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII),
      "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".getBytes(StandardCharsets.US_ASCII),
      v2(0x20, 0x00),
      v2(0x21, 0x00),
      v2(0x21, 0x11, inet()),
      v2(0x21, 0x12, inet()),
      v2(0x21, 0x21, new byte[36]),
      v2(0x21, 0x31, new byte[216]),
      v2(0x21, 0x11, inet(), tlv(0x01, "h2"), tlv(0x02, "shop.test"), tlv(0x05, "id"), ssl()),
    };
  }

  /** TLSv1.3 with a verified certificate of "alice". */
  static byte[] ssl() {
    return tlv(
        0x20, bytes(0x07, 0, 0, 0, 0), tlv(0x21, "TLSv1.3"), tlv(0x22, "alice"), tlv(0x7f, "?"));
  }

  private Headers() {}
}
