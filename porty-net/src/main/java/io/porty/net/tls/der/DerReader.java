package io.porty.net.tls.der;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Reads DER one element after the other. Strict: definite lengths in their shortest form, tags of
 * one byte, minimal integers, nothing beyond the end. No method throws anything but {@link
 * DerException}, whatever the bytes. Not for several threads.
 */
public final class DerReader {

  private static final int MAX_LENGTH_BYTES = 4;
  private static final int MULTI_BYTE_TAG = 0x1f;

  private final byte[] bytes;
  private final int end;
  private int at;

  /**
   * @param bytes not copied
   */
  public DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /**
   * Reads from a place within others' bytes.
   *
   * @param bytes not copied
   * @param at of an element
   */
  public static DerReader at(byte[] bytes, int at) {
    return new DerReader(bytes, at, bytes.length);
  }

  public boolean hasMore() {
    return at < end;
  }

  /** Where the next element begins in the bytes. */
  public int position() {
    return at;
  }

  /**
   * Whether the next element is these bytes.
   *
   * @param element with its header
   */
  public boolean isNext(byte[] element) {
    int to = at + element.length;
    return to <= end && Arrays.equals(bytes, at, to, element, 0, element.length);
  }

  /** Whether the next element has this tag; false at the end. */
  public boolean isNext(int tag) {
    return at < end && (bytes[at] & 0xff) == tag;
  }

  /** The elements within the next element, which must have this tag. */
  public DerReader enter(int tag) throws DerException {
    int length = header(tag);
    DerReader inner = new DerReader(bytes, at, at + length);
    at += length;
    return inner;
  }

  /** The content of the next element, which must have this tag. */
  public byte[] content(int tag) throws DerException {
    int length = header(tag);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** The next element with its header, whatever it is. */
  public byte[] element() throws DerException {
    int from = at;
    skip();
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Passes over the next element. */
  public void skip() throws DerException {
    if (at >= end) {
      throw new DerException("an element is missing");
    }
    int length = header(bytes[at] & 0xff);
    at += length;
  }

  /** A non-negative integer that fits an {@code int}. */
  public int smallInteger() throws DerException {
    BigInteger value = integer();
    if (value.signum() < 0 || value.bitLength() > 31) {
      throw new DerException("an integer is out of range");
    }
    return value.intValue();
  }

  public BigInteger integer() throws DerException {
    byte[] content = content(DerTag.INTEGER);
    boolean padded =
        content.length > 1
            && ((content[0] == 0 && content[1] >= 0) || (content[0] == -1 && content[1] < 0));
    if (content.length == 0 || padded) {
      throw new DerException("an integer is not minimal");
    }
    return new BigInteger(content);
  }

  /** A BIT STRING of whole bytes. */
  public byte[] bitString() throws DerException {
    byte[] content = content(DerTag.BIT_STRING);
    if (content.length == 0 || content[0] != 0) {
      throw new DerException("a bit string is not of whole bytes");
    }
    return Arrays.copyOfRange(content, 1, content.length);
  }

  /** An object identifier as numbers with dots. */
  public String oid() throws DerException {
    byte[] content = content(DerTag.OID);
    if (content.length == 0 || content[content.length - 1] < 0) {
      throw new DerException("an object identifier is incomplete");
    }
    StringBuilder out = new StringBuilder();
    long value = 0;
    for (byte b : content) {
      if ((value == 0 && (b & 0xff) == 0x80) || value > Long.MAX_VALUE >> 8) {
        throw new DerException("an object identifier is malformed");
      }
      value = value << 7 | (b & 0x7f);
      if (b >= 0) {
        if (out.isEmpty()) {
          long first = Math.min(value / 40, 2);
          out.append(first).append('.').append(value - first * 40);
        } else {
          out.append('.').append(value);
        }
        value = 0;
      }
    }
    return out.toString();
  }

  /** A time of a certificate (RFC 5280 section 4.1.2.5): UTCTime, else GeneralizedTime. */
  public Instant time() throws DerException {
    if (!isNext(DerTag.UTC_TIME)) {
      return generalizedTime();
    }
    String text = new String(content(DerTag.UTC_TIME), StandardCharsets.ISO_8859_1);
    return time((text.compareTo("5") < 0 ? "20" : "19") + text);
  }

  /** A GeneralizedTime as RFC 5280 section 4.1.2.5.2 has it: {@code YYYYMMDDHHMMSSZ}. */
  public Instant generalizedTime() throws DerException {
    return time(new String(content(DerTag.GENERALIZED_TIME), StandardCharsets.ISO_8859_1));
  }

  private static Instant time(String text) throws DerException {
    if (text.length() != 15 || text.charAt(14) != 'Z') {
      throw new DerException("a time is not YYYYMMDDHHMMSSZ");
    }
    int[] parts = new int[7];
    for (int i = 0; i < 14; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new DerException("a time is not YYYYMMDDHHMMSSZ");
      }
      int part = i < 4 ? 0 : (i - 2) / 2;
      parts[part] = parts[part] * 10 + c - '0';
    }
    try {
      return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new DerException("a time is no date");
    }
  }

  /** Requires that nothing follows. */
  public void end() throws DerException {
    if (at != end) {
      throw new DerException("something follows the last element");
    }
  }

  /** Reads tag and length. The content is within the bounds. */
  private int header(int tag) throws DerException {
    if (at >= end) {
      throw new DerException("an element is missing");
    }
    int found = bytes[at] & 0xff;
    if (found != tag || (found & MULTI_BYTE_TAG) == MULTI_BYTE_TAG) {
      throw new DerException("an element has an unexpected type");
    }
    if (at + 1 >= end) {
      throw new DerException("an element has no length");
    }
    at += 2;
    int length = bytes[at - 1] & 0xff;
    if (length >= 0x80) {
      length = longLength(length & 0x7f);
    }
    if (length > end - at) {
      throw new DerException("an element is longer than what holds it");
    }
    return length;
  }

  private int longLength(int count) throws DerException {
    if (count == 0 || count > MAX_LENGTH_BYTES || count > end - at) {
      throw new DerException("a length is malformed");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (bytes[at++] & 0xff);
    }
    if (length < 0x80 || length >> (8 * (count - 1)) == 0 || length > Integer.MAX_VALUE) {
      throw new DerException("a length is not in its shortest form");
    }
    return (int) length;
  }
}
