package io.porty.net.tls.local;

import io.porty.api.IpLiteral;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;

/** Extensions of certificates (RFC 5280 section 4.2) as DER. */
public final class Extensions {

  /** Bits of the key usage. */
  public static final int DIGITAL_SIGNATURE = 0x80;

  public static final int CERT_AND_CRL_SIGN = 0x06;

  /** An extension with its criticality. */
  public static byte[] of(String oid, boolean critical, byte[] value) {
    byte[] content = DerWriter.octetString(value);
    return critical
        ? DerWriter.sequence(DerWriter.oid(oid), DerWriter.bool(true), content)
        : DerWriter.sequence(DerWriter.oid(oid), content);
  }

  /**
   * Marks an authority.
   *
   * @param pathLength how many authorities may be below it
   */
  public static byte[] authority(int pathLength) {
    byte[] value = DerWriter.sequence(DerWriter.bool(true), DerWriter.integer(pathLength));
    return of(Oids.BASIC_CONSTRAINTS, true, value);
  }

  public static byte[] keyUsage(int bits) {
    return of(Oids.KEY_USAGE, true, DerWriter.flags(bits));
  }

  /**
   * @param oids of usages, such as {@link Oids#SERVER_AUTH}
   */
  public static byte[] extendedKeyUsage(String... oids) {
    byte[][] all = Stream.of(oids).map(DerWriter::oid).toArray(byte[][]::new);
    return of(Oids.EXTENDED_KEY_USAGE, false, DerWriter.sequence(all));
  }

  /**
   * @param names hosts, wildcards and IP addresses
   */
  public static byte[] subjectAltName(List<String> names) {
    byte[][] all = names.stream().map(Extensions::generalName).toArray(byte[][]::new);
    return of(Oids.SUBJECT_ALT_NAME, false, DerWriter.sequence(all));
  }

  private static byte[] generalName(String name) {
    InetAddress address = IpLiteral.parse(name);
    return address == null
        ? DerWriter.element(DerTag.primitive(2), name.getBytes(StandardCharsets.US_ASCII))
        : DerWriter.element(DerTag.primitive(7), address.getAddress());
  }

  /**
   * Limits an authority to hosts, with all names below them, and to networks.
   *
   * @param networks address and mask of each, one after the other
   */
  public static byte[] nameConstraints(List<String> hosts, List<byte[]> networks) {
    Stream<byte[]> names =
        hosts.stream()
            .map(
                h -> DerWriter.element(DerTag.primitive(2), h.getBytes(StandardCharsets.US_ASCII)));
    Stream<byte[]> addresses =
        networks.stream().map(n -> DerWriter.element(DerTag.primitive(7), n));
    byte[][] permitted =
        Stream.concat(names, addresses).map(DerWriter::sequence).toArray(byte[][]::new);
    return of(Oids.NAME_CONSTRAINTS, true, DerWriter.sequence(DerWriter.tagged(0, permitted)));
  }

  public static byte[] subjectKeyId(PublicKey key) {
    return of(Oids.SUBJECT_KEY_ID, false, DerWriter.octetString(keyId(key)));
  }

  public static byte[] authorityKeyId(PublicKey key) {
    byte[] id = DerWriter.element(DerTag.primitive(0), keyId(key));
    return of(Oids.AUTHORITY_KEY_ID, false, DerWriter.sequence(id));
  }

  /** Demands an OCSP staple (RFC 7633). */
  public static byte[] mustStaple() {
    return of(Oids.TLS_FEATURE, false, DerWriter.sequence(DerWriter.integer(5)));
  }

  /** 160 bits of SHA-256 of the key (RFC 7093 section 2). */
  private static byte[] keyId(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return java.util.Arrays.copyOf(hash, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private Extensions() {}
}
