package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerWriter;

/** Algorithms that nearly all certificates are signed with; none of them is weak. */
enum UsualSignature {
  ECDSA_SHA256("SHA256withECDSA", "1.2.840.10045.4.3.2"),
  ECDSA_SHA384("SHA384withECDSA", "1.2.840.10045.4.3.3"),
  RSA_SHA256("SHA256withRSA", "1.2.840.113549.1.1.11", DerWriter.nothing()),
  RSA_SHA384("SHA384withRSA", "1.2.840.113549.1.1.12", DerWriter.nothing()),
  RSA_SHA512("SHA512withRSA", "1.2.840.113549.1.1.13", DerWriter.nothing());

  private static final UsualSignature[] ALL = values();

  private final String text;
  private final String oid;
  private final byte[] identifier;

  UsualSignature(String text, String oid, byte[]... parameters) {
    this.text = text;
    this.oid = oid;
    byte[] name = DerWriter.oid(oid);
    this.identifier =
        parameters.length == 0 ? DerWriter.sequence(name) : DerWriter.sequence(name, parameters[0]);
  }

  /**
   * Passes over an AlgorithmIdentifier (RFC 5280 section 4.1.1.2).
   *
   * @throws DerException if it is another
   */
  static UsualSignature read(DerReader from) throws DerException {
    for (UsualSignature one : ALL) {
      if (from.isNext(one.identifier)) {
        from.skip();
        return one;
      }
    }
    throw new DerException("another signature");
  }

  /** As the JDK calls it. */
  String text() {
    return text;
  }

  String oid() {
    return oid;
  }
}
