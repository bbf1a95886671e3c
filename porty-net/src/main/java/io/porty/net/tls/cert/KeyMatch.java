package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether a private key belongs to a certificate. */
final class KeyMatch {

  private static final byte[] PROBE = {'p', 'o', 'r', 't', 'y'};

  static boolean matches(PrivateKey mine, X509Certificate theirs, Proof proof) {
    KeyType type = KeyType.of(mine);
    if (type == null || type != CertificateFacts.keyType(theirs)) {
      return false;
    }
    if (mine instanceof RSAPrivateCrtKey rsa) {
      return hasParts(theirs, rsa.getModulus(), rsa.getPublicExponent())
          && rsa.getPrimeP().multiply(rsa.getPrimeQ()).equals(rsa.getModulus());
    }
    byte[] point = proof == Proof.IDENTIFIERS && type != KeyType.RSA ? pointOf(mine) : null;
    if (point != null) {
      return Arrays.equals(point, contentOf(theirs));
    }
    return signs(mine, theirs.getPublicKey(), type);
  }

  private static boolean hasParts(X509Certificate of, BigInteger modulus, BigInteger exponent) {
    byte[] key = contentOf(of);
    try {
      DerReader parts = key == null ? null : new DerReader(key).enter(DerTag.SEQUENCE);
      return parts != null && parts.integer().equals(modulus) && parts.integer().equals(exponent);
    } catch (DerException e) {
      return false;
    }
  }

  private static boolean signs(PrivateKey mine, PublicKey theirs, KeyType type) {
    String algorithm =
        switch (type) {
          case RSA -> "SHA256withRSA";
          case ED25519 -> "Ed25519";
          case P256, P384, P521 -> "SHA256withECDSA";
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(mine);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(theirs);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The public key that the file of an EC key has beside it (RFC 5915); null without one. */
  private static byte @Nullable [] pointOf(PrivateKey key) {
    try {
      DerReader pkcs8 = new DerReader(key.getEncoded()).enter(DerTag.SEQUENCE);
      pkcs8.skip(); // version
      pkcs8.skip(); // algorithm
      DerReader sec1 = new DerReader(pkcs8.content(DerTag.OCTET_STRING)).enter(DerTag.SEQUENCE);
      sec1.skip(); // version
      sec1.skip(); // the private key
      if (sec1.isNext(DerTag.constructed(0))) {
        sec1.skip(); // the curve
      }
      return sec1.hasMore() ? sec1.enter(DerTag.constructed(1)).bitString() : null;
    } catch (DerException e) {
      return null;
    }
  }

  /** The content of a certificate's key: a point, or the numbers of an RSA key. */
  private static byte @Nullable [] contentOf(X509Certificate certificate) {
    try {
      DerReader info = new DerReader(CertificateFacts.key(certificate)).enter(DerTag.SEQUENCE);
      info.skip(); // algorithm
      return info.bitString();
    } catch (DerException e) {
      return null;
    }
  }

  private KeyMatch() {}
}
