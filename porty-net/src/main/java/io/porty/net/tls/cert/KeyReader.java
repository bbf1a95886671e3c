package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the private key among the blocks of a PEM file: PKCS#8, encrypted PKCS#8, PKCS#1 and SEC1.
 * What an exception says of a key is never passed on.
 */
final class KeyReader {

  private static final String EC_PARAMETERS = "EC PARAMETERS";
  private static final String CUT = "the file may be cut or damaged; copy it again";

  private final String file;
  private final char @Nullable [] password;
  private final CertificateProblems problems;

  /**
   * @param file its name, for problems
   * @param password null without one
   */
  KeyReader(String file, char @Nullable [] password, CertificateProblems problems) {
    this.file = file;
    this.password = password;
    this.problems = problems;
  }

  /** The only key; null if there is none or several, which is a problem then. */
  @Nullable PrivateKey read(List<PemBlock> blocks) {
    PemBlock found = null;
    byte[] parameters = null;
    byte[] parametersOfFound = null;
    for (PemBlock block : blocks) {
      if (block.label().equals(EC_PARAMETERS)) {
        parameters = block.der();
      } else if (block.isPrivateKey()) {
        if (found != null) {
          problems.error(
              file,
              block.line(),
              "is a second private key; the first is in line " + found.line(),
              "keep the one that belongs to the certificate");
          return null;
        }
        found = block;
        parametersOfFound = parameters;
      }
    }
    if (found == null) {
      problems.error(
          file,
          0,
          "has no private key",
          "set key to the file that has a block \"-----BEGIN PRIVATE KEY-----\"");
      return null;
    }
    return parse(found, parametersOfFound);
  }

  private @Nullable PrivateKey parse(PemBlock block, byte @Nullable [] parameters) {
    if (block.legacyEncrypted()) {
      error(
          block,
          "is encrypted in the old format of openssl (Proc-Type: 4,ENCRYPTED)",
          "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in "
              + file
              + " -out NEW, then set key to NEW and key_password_file");
      return null;
    }
    try {
      PrivateKey key = Pkcs8.parse(pkcs8(block, parameters));
      if (KeyType.of(key) == null) {
        error(block, "is a key of an unsupported curve", "use P-256, P-384, P-521 or RSA");
        return null;
      }
      return key;
    } catch (DerException e) {
      error(block, "is not a private key: " + e.getMessage(), CUT);
    } catch (UnsupportedKeyException e) {
      error(
          block,
          "is encrypted in a way that is not supported",
          "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file + " -out NEW");
    } catch (WrongPasswordException e) {
      error(block, e.problem(), e.remedy());
    } catch (GeneralSecurityException e) {
      error(
          block,
          "is not a private key that is supported",
          "use an EC key of P-256, P-384 or P-521, an RSA or an Ed25519 key");
    }
    return null;
  }

  private byte[] pkcs8(PemBlock block, byte @Nullable [] parameters)
      throws DerException,
          UnsupportedKeyException,
          WrongPasswordException,
          GeneralSecurityException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> block.der();
      case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(block.der());
      case "EC PRIVATE KEY" -> Pkcs8.ofEc(block.der(), parameters);
      case "ENCRYPTED PRIVATE KEY" -> decrypted(block);
      default -> throw new GeneralSecurityException("another kind of key");
    };
  }

  private byte[] decrypted(PemBlock block)
      throws DerException, UnsupportedKeyException, WrongPasswordException {
    if (password == null) {
      throw new WrongPasswordException(
          "is encrypted", "set key_password_file to a file that has its password");
    }
    byte[] clear;
    try {
      clear = Pbes2.decrypt(block.der(), password);
    } catch (GeneralSecurityException e) {
      throw wrongPassword();
    }
    try {
      new DerReader(clear).enter(DerTag.SEQUENCE).smallInteger();
      return clear;
    } catch (DerException e) {
      // One of 256 wrong passwords leaves a padding that looks right.
      throw wrongPassword();
    }
  }

  private static WrongPasswordException wrongPassword() {
    return new WrongPasswordException(
        "is encrypted with another password",
        "check the first line of the file that key_password_file names");
  }

  private void error(PemBlock block, String message, String remedy) {
    problems.error(file, block.line(), message, remedy);
  }
}
