package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts a PKCS#8 key that a password protects: PBES2 of RFC 8018 with PBKDF2 and AES or triple
 * DES in CBC mode, which is what openssl writes.
 */
final class Pbes2 {

  /** A file must not keep Porty busy for minutes; openssl writes 2,048, others up to 1,000,000. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final String SHA1 = "1.2.840.113549.2.7";

  private record Scheme(String cipher, String algorithm, int keyBits) {}

  /**
   * The key in clear.
   *
   * @param encrypted an {@code EncryptedPrivateKeyInfo} (RFC 5958 section 3)
   * @throws DerException if it is malformed
   * @throws UnsupportedKeyException if it is protected in another way
   * @throws GeneralSecurityException if the password is another
   */
  static byte[] decrypt(byte[] encrypted, char[] password)
      throws DerException, GeneralSecurityException, UnsupportedKeyException {
    DerReader outer = new DerReader(encrypted);
    DerReader info = outer.enter(DerTag.SEQUENCE);
    outer.end();
    DerReader algorithm = info.enter(DerTag.SEQUENCE);
    byte[] content = info.content(DerTag.OCTET_STRING);
    if (!algorithm.oid().equals(Oids.PBES2)) {
      throw new UnsupportedKeyException();
    }
    DerReader parameters = algorithm.enter(DerTag.SEQUENCE);
    DerReader derivation = parameters.enter(DerTag.SEQUENCE);
    DerReader encryption = parameters.enter(DerTag.SEQUENCE);
    Scheme scheme = scheme(encryption.oid());
    byte[] iv = encryption.content(DerTag.OCTET_STRING);
    byte[] key = derive(derivation, scheme, password);
    try {
      Cipher cipher = Cipher.getInstance(scheme.cipher());
      SecretKeySpec secret = new SecretKeySpec(key, scheme.algorithm());
      cipher.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(iv));
      return cipher.doFinal(content);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] derive(DerReader derivation, Scheme scheme, char[] password)
      throws DerException, GeneralSecurityException, UnsupportedKeyException {
    if (!derivation.oid().equals(Oids.PBKDF2)) {
      throw new UnsupportedKeyException();
    }
    DerReader parameters = derivation.enter(DerTag.SEQUENCE);
    byte[] salt = parameters.content(DerTag.OCTET_STRING);
    int iterations = parameters.smallInteger();
    if (parameters.isNext(DerTag.INTEGER)) {
      parameters.skip();
    }
    String hash = parameters.hasMore() ? parameters.enter(DerTag.SEQUENCE).oid() : SHA1;
    if (salt.length == 0 || iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new DerException("a salt or a number of iterations out of range");
    }
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, scheme.keyBits());
    try {
      return SecretKeyFactory.getInstance(derivationName(hash)).generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static String derivationName(String hash) throws UnsupportedKeyException {
    return switch (hash) {
      case SHA1 -> "PBKDF2WithHmacSHA1";
      case "1.2.840.113549.2.8" -> "PBKDF2WithHmacSHA224";
      case "1.2.840.113549.2.9" -> "PBKDF2WithHmacSHA256";
      case "1.2.840.113549.2.10" -> "PBKDF2WithHmacSHA384";
      case "1.2.840.113549.2.11" -> "PBKDF2WithHmacSHA512";
      default -> throw new UnsupportedKeyException();
    };
  }

  private static Scheme scheme(String oid) throws UnsupportedKeyException {
    return switch (oid) {
      case "2.16.840.1.101.3.4.1.2" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 128);
      case "2.16.840.1.101.3.4.1.22" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 192);
      case "2.16.840.1.101.3.4.1.42" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 256);
      case "1.2.840.113549.3.7" -> new Scheme("DESede/CBC/PKCS5Padding", "DESede", 192);
      default -> throw new UnsupportedKeyException();
    };
  }

  private Pbes2() {}
}
