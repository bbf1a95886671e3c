package io.porty.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** PEM files (RFC 7468) with EC keys and certificates, as this plugin writes them. */
final class Pem {

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final Base64.Encoder ENCODER =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /** A block of text that ends with a line break. */
  private static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + ENCODER.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  static String of(PrivateKey key) {
    return block(PRIVATE_KEY, key.getEncoded());
  }

  static String of(List<X509Certificate> chain) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate one : chain) {
        text.append(block(CERTIFICATE, one.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate has an encoding", e);
    }
    return text.toString();
  }

  /**
   * All certificates of a text.
   *
   * @throws IOException if one is damaged
   */
  static List<X509Certificate> certificates(String text) throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] der : blocks(CERTIFICATE, text)) {
        all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("has a damaged certificate", e);
    }
    return all;
  }

  /**
   * The only key of a text.
   *
   * @throws IOException if there is none, or it is damaged
   */
  static PrivateKey key(String text) throws IOException {
    try {
      List<byte[]> keys = blocks(PRIVATE_KEY, text);
      if (keys.size() != 1) {
        throw new IOException("has " + keys.size() + " private keys");
      }
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("has a damaged private key"); // without what is in it
    }
  }

  private static List<byte[]> blocks(String label, String text) {
    List<byte[]> found = new ArrayList<>();
    for (MatchResult match : BLOCK.matcher(text).results().toList()) {
      if (match.group(1).equals(label)) {
        found.add(Base64.getMimeDecoder().decode(match.group(2)));
      }
    }
    return found;
  }

  private Pem() {}
}
