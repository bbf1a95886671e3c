package io.porty.net.tls.cert;

import java.math.BigInteger;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import org.jspecify.annotations.Nullable;

/**
 * The type of a certificate's key with its curve, in the order in which Porty prefers them: several
 * certificates for one name differ in it.
 */
public enum KeyType {
  P256("EC P-256"),
  ED25519("Ed25519"),
  P384("EC P-384"),
  P521("EC P-521"),
  RSA("RSA");

  private static final int BITS_P256 = 256;
  private static final int BITS_P384 = 384;
  private static final int BITS_P521 = 521;

  private static final BigInteger MINUS_A = BigInteger.valueOf(3);

  private final String text;

  KeyType(String text) {
    this.text = text;
  }

  /** For messages. */
  public String text() {
    return text;
  }

  /** As a bit of a mask of types, see {@link OfferedKeyTypes}. */
  int bit() {
    return 1 << ordinal();
  }

  /** The type of a public or private key; null if no certificate for TLS has it. */
  public static @Nullable KeyType of(Key key) {
    if (key instanceof RSAKey) {
      // Keys that are for RSASSA-PSS alone need schemes of their own, which hardly a client offers.
      return key.getAlgorithm().equals("RSA") ? RSA : null;
    }
    if (key instanceof EdECKey edwards) {
      return edwards.getParams().getName().equals("Ed25519") ? ED25519 : null;
    }
    if (key instanceof ECKey ec && isNist(ec.getParams().getCurve())) {
      return switch (ec.getParams().getCurve().getField().getFieldSize()) {
        case BITS_P256 -> P256;
        case BITS_P384 -> P384;
        case BITS_P521 -> P521;
        default -> null;
      };
    }
    return null;
  }

  /** Whether a is -3, as in all three curves, and not in others of the same size. */
  private static boolean isNist(EllipticCurve curve) {
    return curve.getField() instanceof ECFieldFp field
        && field.getP().subtract(curve.getA()).equals(MINUS_A);
  }
}
