package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.math.BigInteger;

/** Public keys of certificates that nearly all have, read without the JDK's key factories. */
final class UsualKey {

  /** Of the three curves: SEC1's form without compression, and twice the size of the field. */
  private static final byte UNCOMPRESSED = 4;

  private static final int[] POINT_BYTES = {65, 97, 133};
  private static final KeyType[] CURVES = {KeyType.P256, KeyType.P384, KeyType.P521};
  private static final byte[][] CURVE_IDS = {
    identifier(Oids.EC, DerWriter.oid("1.2.840.10045.3.1.7")),
    identifier(Oids.EC, DerWriter.oid("1.3.132.0.34")),
    identifier(Oids.EC, DerWriter.oid("1.3.132.0.35"))
  };
  private static final byte[] RSA_ID = identifier(Oids.RSA, DerWriter.nothing());
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 32;

  private static byte[] identifier(String algorithm, byte[] parameters) {
    return DerWriter.sequence(DerWriter.oid(algorithm), parameters);
  }

  /**
   * Passes over a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
   *
   * @throws DerException if it is another, or a weak one
   */
  static KeyType read(DerReader from) throws DerException {
    DerReader info = from.enter(DerTag.SEQUENCE);
    if (info.isNext(RSA_ID)) {
      info.skip();
      rsa(info.bitString());
      info.end();
      return KeyType.RSA;
    }
    for (int i = 0; i < CURVES.length; i++) {
      if (info.isNext(CURVE_IDS[i])) {
        info.skip();
        byte[] point = info.bitString();
        info.end();
        require(point.length == POINT_BYTES[i] && point[0] == UNCOMPRESSED);
        return CURVES[i];
      }
    }
    throw new DerException("another key");
  }

  private static void rsa(byte[] key) throws DerException {
    DerReader outer = new DerReader(key);
    DerReader parts = outer.enter(DerTag.SEQUENCE);
    outer.end();
    BigInteger modulus = parts.integer();
    BigInteger exponent = parts.integer();
    parts.end();
    require(modulus.signum() > 0 && modulus.bitLength() <= MAX_RSA_BITS);
    require(modulus.bitLength() >= Weakness.MIN_RSA_BITS && modulus.testBit(0));
    require(exponent.compareTo(BigInteger.TWO) > 0 && exponent.testBit(0));
    require(exponent.bitLength() <= MAX_EXPONENT_BITS);
  }

  private static void require(boolean usual) throws DerException {
    if (!usual) {
      throw new DerException("another key");
    }
  }

  private UsualKey() {}
}
