package io.porty.net.tls.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Elements of DER as byte arrays, composed from the inside. */
public final class DerWriter {

  /** Times from here on are GeneralizedTime (RFC 5280 section 4.1.2.5). */
  private static final int FIRST_GENERALIZED_YEAR = 2050;

  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

  /** One element: tag, length, and the parts one after the other as content. */
  public static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int count = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | count);
      for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        out.write(length >> shift);
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] sequence(byte[]... parts) {
    return element(DerTag.SEQUENCE, parts);
  }

  public static byte[] set(byte[]... parts) {
    return element(DerTag.SET, parts);
  }

  /** An explicit context-specific tag around an element. */
  public static byte[] tagged(int number, byte[]... parts) {
    return element(DerTag.constructed(number), parts);
  }

  public static byte[] bool(boolean value) {
    return element(DerTag.BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
  }

  public static byte[] integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  public static byte[] integer(BigInteger value) {
    return element(DerTag.INTEGER, value.toByteArray());
  }

  public static byte[] octetString(byte[]... parts) {
    return element(DerTag.OCTET_STRING, parts);
  }

  /** A BIT STRING of whole bytes. */
  public static byte[] bitString(byte[] value) {
    return element(DerTag.BIT_STRING, new byte[] {0}, value);
  }

  /**
   * A BIT STRING of named flags without trailing zeros (X.690 section 11.2.2).
   *
   * @param flags bit 0 of the string is the highest bit of the first byte
   */
  public static byte[] flags(int flags) {
    int unused = flags == 0 ? 0 : Integer.numberOfTrailingZeros(flags & 0xff);
    byte[] value = flags == 0 ? new byte[0] : new byte[] {(byte) flags};
    return element(DerTag.BIT_STRING, new byte[] {(byte) unused}, value);
  }

  public static byte[] nothing() {
    return element(DerTag.NULL);
  }

  public static byte[] utf8(String text) {
    return element(DerTag.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param dotted as {@code 2.5.29.17}
   */
  public static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    arc(Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]), out);
    for (int i = 2; i < arcs.length; i++) {
      arc(Long.parseLong(arcs[i]), out);
    }
    return element(DerTag.OID, out.toByteArray());
  }

  private static void arc(long value, ByteArrayOutputStream out) {
    int groups = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    for (int i = groups - 1; i >= 0; i--) {
      int bits = (int) (value >> (7 * i)) & 0x7f;
      out.write(i > 0 ? bits | 0x80 : bits);
    }
  }

  /** UTCTime until 2049, GeneralizedTime from 2050 on; whole seconds. */
  public static byte[] time(Instant instant) {
    boolean generalized = instant.atZone(ZoneOffset.UTC).getYear() >= FIRST_GENERALIZED_YEAR;
    String text = (generalized ? GENERALIZED : UTC).withZone(ZoneOffset.UTC).format(instant);
    return element(
        generalized ? DerTag.GENERALIZED_TIME : DerTag.UTC_TIME,
        text.getBytes(StandardCharsets.US_ASCII));
  }

  private DerWriter() {}
}
