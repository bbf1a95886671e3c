package io.porty.api.route;

import io.porty.api.Target;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs links that may choose their backend, for the router {@code signed}; also for programs that
 * issue such links. The signature is {@code ID.MAC}, where MAC is HMAC-SHA-256 (RFC 2104) over the
 * lines
 *
 * <pre>
 * porty-link-1
 * host, in lower case, an IPv6 literal without brackets
 * port
 * expiry, Unix time in seconds
 * </pre>
 *
 * each ended by a line feed, written in base64url without padding. Thread-safe.
 *
 * <pre>{@code
 * long expires = System.currentTimeMillis() / 1000 + 3600;
 * String sig = new LinkSignature("2026", secret).sign(new Target("api.internal", 3000), expires);
 * // ?porty_host=api.internal&porty_port=3000&porty_exp=<expires>&porty_sig=<sig>
 * }</pre>
 *
 * @since 0.1
 */
public final class LinkSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final String id;
  private final SecretKeySpec key;

  /**
   * @param id the key's name in the configuration
   */
  public LinkSignature(String id, String secret) {
    this.id = id;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The name of the key that a signature says it was made with. */
  public static String keyId(String signature) {
    int dot = signature.indexOf('.');
    return dot < 0 ? "" : signature.substring(0, dot);
  }

  /**
   * The signature of a link.
   *
   * @param expires Unix time in seconds
   */
  public String sign(Target target, long expires) {
    String text =
        "porty-link-1\n"
            + target.host().toLowerCase(Locale.ROOT)
            + "\n"
            + target.port()
            + "\n"
            + expires
            + "\n";
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  /** Whether the signature is this key's for this link; takes the same time right or wrong. */
  public boolean isValid(String signature, Target target, long expires) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8),
        sign(target, expires).getBytes(StandardCharsets.UTF_8));
  }
}
