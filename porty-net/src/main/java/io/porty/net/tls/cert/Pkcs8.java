package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** The forms of a private key, brought to the one that the JDK takes: PKCS#8 (RFC 5958). */
final class Pkcs8 {

  /** Wraps a key of PKCS#1 (RFC 8017 appendix A.1.2). */
  static byte[] ofRsa(byte[] pkcs1) throws DerException {
    DerReader key = new DerReader(pkcs1);
    DerReader inner = key.enter(DerTag.SEQUENCE);
    key.end();
    if (inner.smallInteger() != 0) {
      throw new DerException("an RSA key of more than two primes");
    }
    byte[] algorithm = DerWriter.sequence(DerWriter.oid(Oids.RSA), DerWriter.nothing());
    return DerWriter.sequence(DerWriter.integer(0), algorithm, DerWriter.octetString(pkcs1));
  }

  /**
   * Wraps a key of SEC1 (RFC 5915).
   *
   * @param parameters the block {@code EC PARAMETERS} before it; null without one
   */
  static byte[] ofEc(byte[] sec1, byte @Nullable [] parameters) throws DerException {
    DerReader key = new DerReader(sec1);
    DerReader inner = key.enter(DerTag.SEQUENCE);
    key.end();
    if (inner.smallInteger() != 1) {
      throw new DerException("an EC key of an unknown version");
    }
    inner.skip();
    String curve;
    if (inner.isNext(DerTag.constructed(0))) {
      curve = inner.enter(DerTag.constructed(0)).oid();
    } else if (parameters != null) {
      curve = new DerReader(parameters).oid();
    } else {
      throw new DerException("an EC key that does not name its curve");
    }
    byte[] algorithm = DerWriter.sequence(DerWriter.oid(Oids.EC), DerWriter.oid(curve));
    return DerWriter.sequence(DerWriter.integer(0), algorithm, DerWriter.octetString(sec1));
  }

  /**
   * @throws DerException if it is no PKCS#8
   * @throws GeneralSecurityException if the JDK has no such keys; its message may have parts of the
   *     key
   */
  static PrivateKey parse(byte[] pkcs8) throws DerException, GeneralSecurityException {
    DerReader outer = new DerReader(pkcs8);
    DerReader key = outer.enter(DerTag.SEQUENCE);
    outer.end();
    key.smallInteger();
    String oid = key.enter(DerTag.SEQUENCE).oid();
    if (!key.isNext(DerTag.OCTET_STRING)) {
      throw new DerException("a key without its content");
    }
    String algorithm =
        switch (oid) {
          case Oids.RSA -> "RSA";
          case Oids.EC -> "EC";
          case Oids.ED25519 -> "Ed25519";
          default -> throw new GeneralSecurityException("a key of the algorithm " + oid);
        };
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private Pkcs8() {}
}
