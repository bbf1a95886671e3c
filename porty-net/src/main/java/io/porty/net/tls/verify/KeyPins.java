package io.porty.net.tls.verify;

import io.porty.net.tls.cert.Fingerprint;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that are trusted by themselves: {@code sha256/} and the base64 of the SHA-256 of the
 * key's SubjectPublicKeyInfo (the form of RFC 7469 section 2.4).
 */
public final class KeyPins {

  private static final String PREFIX = "sha256/";
  private static final int LENGTH = 32;

  private final Set<String> pins;

  /**
   * @param pins of which {@link #problem} says nothing
   */
  public KeyPins(List<String> pins) {
    this.pins = Set.copyOf(pins);
  }

  /** What is wrong with a pin; null if nothing is. */
  public static @Nullable String problem(String pin) {
    String form = "expected sha256/ and 44 characters of base64";
    if (!pin.startsWith(PREFIX)) {
      return form;
    }
    try {
      byte[] hash = Base64.getDecoder().decode(pin.substring(PREFIX.length()));
      boolean canonical = pin.equals(PREFIX + Base64.getEncoder().encodeToString(hash));
      return hash.length == LENGTH && canonical ? null : form;
    } catch (IllegalArgumentException e) {
      return form;
    }
  }

  /** The pin of a certificate's key. */
  public static String pinOf(X509Certificate certificate) {
    byte[] hash = Fingerprint.digest(certificate.getPublicKey().getEncoded());
    return PREFIX + Base64.getEncoder().encodeToString(hash);
  }

  public boolean matches(X509Certificate certificate) {
    return pins.contains(pinOf(certificate));
  }
}
