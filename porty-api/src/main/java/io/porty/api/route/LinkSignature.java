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
 * each ended by a line feed, written in base64url without padding. A signature that covers methods
 * or a path prefix is over {@code porty-link-2}, the same three lines, and two more: the methods as
 * {@code porty_method} has them, and the prefix as {@code porty_path} has it; empty for any. That
 * of a target with TLS is over {@code porty-link-3}, the scheme as {@code porty_scheme} has it, and
 * the five lines of {@code porty-link-2}; the others are for {@code http}. Thread-safe.
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
   * Signs and checks with one key.
   *
   * @param id the key's name in the configuration
   * @param secret at least 32 characters
   */
  public LinkSignature(String id, String secret) {
    this.id = id;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * {@return the name of the key that a signature says it was made with}
   *
   * @param signature as it stands in the link
   */
  public static String keyId(String signature) {
    int dot = signature.indexOf('.');
    return dot < 0 ? "" : signature.substring(0, dot);
  }

  /**
   * What a link may be used for.
   *
   * @param methods separated by commas, as {@code GET,HEAD}; empty for any
   * @param pathPrefix whole segments, as {@code /users}; empty for any
   * @since 0.2
   */
  public record Scope(String methods, String pathPrefix) {

    /** Every request. */
    public static final Scope ANY = new Scope("", "");

    boolean isAny() {
      return methods.isEmpty() && pathPrefix.isEmpty();
    }
  }

  /**
   * {@return the signature of a link for any method and path}
   *
   * @param target the target
   * @param expires Unix time in seconds
   */
  public String sign(Target target, long expires) {
    return sign(target, expires, Scope.ANY);
  }

  /**
   * {@return the signature of a link}
   *
   * @param target the target
   * @param expires Unix time in seconds
   * @param scope what the link is for
   * @since 0.2
   */
  public String sign(Target target, long expires, Scope scope) {
    String lines =
        target.host().toLowerCase(Locale.ROOT) + "\n" + target.port() + "\n" + expires + "\n";
    String limits = scope.methods() + "\n" + scope.pathPrefix() + "\n";
    String text =
        target.scheme().isTls()
            ? "porty-link-3\n" + target.scheme().text() + "\n" + lines + limits
            : scope.isAny() ? "porty-link-1\n" + lines : "porty-link-2\n" + lines + limits;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  /**
   * Whether the signature is this key's for this link; takes the same time right or wrong.
   *
   * @param signature as it stands in the link
   * @param target the target
   * @param expires Unix time in seconds
   * @return whether it is
   */
  public boolean isValid(String signature, Target target, long expires) {
    return isValid(signature, target, expires, Scope.ANY);
  }

  /**
   * As {@link #isValid(String, Target, long)}, for a link of limited use.
   *
   * @param signature as it stands in the link
   * @param target the target
   * @param expires Unix time in seconds
   * @param scope what the link is for
   * @return whether it is
   * @since 0.2
   */
  public boolean isValid(String signature, Target target, long expires, Scope scope) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8),
        sign(target, expires, scope).getBytes(StandardCharsets.UTF_8));
  }
}
