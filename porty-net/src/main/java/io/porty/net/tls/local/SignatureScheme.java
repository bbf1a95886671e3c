package io.porty.net.tls.local;

import io.porty.net.tls.der.DerWriter;

/** With what a certificate is signed. */
public enum SignatureScheme {
  ECDSA_SHA256("SHA256withECDSA", "1.2.840.10045.4.3.2", false),
  ECDSA_SHA384("SHA384withECDSA", "1.2.840.10045.4.3.3", false),
  ECDSA_SHA1("SHA1withECDSA", "1.2.840.10045.4.1", false),
  RSA_SHA256("SHA256withRSA", "1.2.840.113549.1.1.11", true),
  RSA_SHA1("SHA1withRSA", "1.2.840.113549.1.1.5", true),
  ED25519("Ed25519", "1.3.101.112", false);

  private final String algorithm;
  private final String oid;
  private final boolean hasNull;

  SignatureScheme(String algorithm, String oid, boolean hasNull) {
    this.algorithm = algorithm;
    this.oid = oid;
    this.hasNull = hasNull;
  }

  /** The name for {@link java.security.Signature}. */
  String algorithm() {
    return algorithm;
  }

  /** The {@code AlgorithmIdentifier} (RFC 5758, RFC 4055, RFC 8410). */
  byte[] identifier() {
    return hasNull
        ? DerWriter.sequence(DerWriter.oid(oid), DerWriter.nothing())
        : DerWriter.sequence(DerWriter.oid(oid));
  }

  /** The usual one for a key. */
  public static SignatureScheme of(java.security.PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> RSA_SHA256;
      case "EC" -> ECDSA_SHA256;
      default -> ED25519;
    };
  }
}
