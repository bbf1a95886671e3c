package io.porty.net.opening.proxy;

import io.porty.api.Bytes;
import io.porty.api.ProxyFacts;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the type-length-value vectors of a complete header: their lengths are held against it, a
 * checksum is verified, unknown ones are skipped (proxy-protocol.txt sections 2.2.1 to 2.2.9). Of
 * one header.
 */
final class TlvReader {

  private static final int CRC_BYTES = 4;

  private final Bytes bytes;
  private final int end;
  private @Nullable String authority;
  private @Nullable String protocol;
  private @Nullable String uniqueId;
  private ProxyFacts.@Nullable Ssl ssl;

  /**
   * @param end of the header
   */
  TlvReader(Bytes bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** Reads them all; what is wrong with them, or null. */
  @Nullable String read(int from) {
    int at = from;
    while (at < end) {
      int value = at + TlvType.HEAD;
      int next = value > end ? value : value + ProxyV2.unsignedShort(bytes, at + 1);
      if (next > end) {
        return "a vector that is longer than the header";
      }
      String problem = one(bytes.at(at) & 0xff, value, next);
      if (problem != null) {
        return problem;
      }
      at = next;
    }
    return null;
  }

  private @Nullable String one(int type, int from, int to) {
    switch (type) {
      case TlvType.ALPN -> protocol = text(from, to, StandardCharsets.ISO_8859_1);
      case TlvType.AUTHORITY -> authority = text(from, to, StandardCharsets.UTF_8);
      case TlvType.UNIQUE_ID -> {
        if (to - from > TlvType.MAX_UNIQUE_ID) {
          return "a unique identifier of more than " + TlvType.MAX_UNIQUE_ID + " bytes";
        }
        uniqueId = new String(copy(from, to), StandardCharsets.ISO_8859_1);
      }
      case TlvType.CRC32C -> {
        if (to - from != CRC_BYTES || !isChecksum(from)) {
          return "a wrong checksum";
        }
      }
      case TlvType.SSL -> {
        return ssl(from, to);
      }
      default -> {}
    }
    return null;
  }

  private @Nullable String ssl(int from, int to) {
    if (to - from < TlvType.SSL_FIELDS) {
      return "an SSL vector that is too short";
    }
    int client = bytes.at(from);
    boolean verified = true;
    for (int i = from + 1; i < from + TlvType.SSL_FIELDS; i++) {
      verified &= bytes.at(i) == 0;
    }
    String version = null;
    String commonName = null;
    String cipher = null;
    int at = from + TlvType.SSL_FIELDS;
    while (at < to) {
      int value = at + TlvType.HEAD;
      int next = value > to ? value : value + ProxyV2.unsignedShort(bytes, at + 1);
      if (next > to) {
        return "a vector that is longer than the SSL vector around it";
      }
      switch (bytes.at(at) & 0xff) {
        case TlvType.SSL_VERSION -> version = text(value, next, StandardCharsets.US_ASCII);
        case TlvType.SSL_CN -> commonName = text(value, next, StandardCharsets.UTF_8);
        case TlvType.SSL_CIPHER -> cipher = text(value, next, StandardCharsets.US_ASCII);
        default -> {}
      }
      at = next;
    }
    if ((client & TlvType.CLIENT_SSL) != 0) {
      boolean shown = (client & (TlvType.CLIENT_CERT_CONN | TlvType.CLIENT_CERT_SESS)) != 0;
      ssl = new ProxyFacts.Ssl(version, cipher, commonName, shown && verified);
    }
    return null;
  }

  /** Null if it is empty, or has control characters: nothing that could be shown. */
  private @Nullable String text(int from, int to, Charset charset) {
    String text = new String(copy(from, to), charset);
    return text.isEmpty() || text.chars().anyMatch(Character::isISOControl) ? null : text;
  }

  private byte[] copy(int from, int to) {
    byte[] copy = new byte[to - from];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = bytes.at(from + i);
    }
    return copy;
  }

  /** Over the whole header, with the checksum's own bytes as zeros. */
  private boolean isChecksum(int from) {
    CRC32C crc = new CRC32C();
    long stated = 0;
    for (int i = 0; i < end; i++) {
      boolean own = i >= from && i < from + CRC_BYTES;
      crc.update(own ? 0 : bytes.at(i));
      if (own) {
        stated = stated << 8 | (bytes.at(i) & 0xff);
      }
    }
    return crc.getValue() == stated;
  }

  /** What they say; null if nothing. */
  @Nullable ProxyFacts facts() {
    return authority == null && protocol == null && uniqueId == null && ssl == null
        ? null
        : new ProxyFacts(authority, protocol, uniqueId, ssl);
  }
}
