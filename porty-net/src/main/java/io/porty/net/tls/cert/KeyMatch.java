package io.porty.net.tls.cert;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;

/** Whether a private key belongs to a public one. */
final class KeyMatch {

  private static final byte[] PROBE = {'p', 'o', 'r', 't', 'y'};

  static boolean matches(PrivateKey mine, PublicKey theirs) {
    KeyType type = KeyType.of(mine);
    if (type == null || type != KeyType.of(theirs)) {
      return false;
    }
    if (mine instanceof RSAPrivateCrtKey rsa && theirs instanceof RSAPublicKey other) {
      return rsa.getModulus().equals(other.getModulus())
          && rsa.getPublicExponent().equals(other.getPublicExponent())
          && rsa.getPrimeP().multiply(rsa.getPrimeQ()).equals(rsa.getModulus());
    }
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

  private KeyMatch() {}
}
