package io.porty.mode.http.head;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields whose values are masked in logs: credentials, and fields with similar names. */
public final class SecretFields {

  /**
   * @param field null for an unknown name
   * @param name in any case
   */
  public static boolean contain(@Nullable HeaderName field, String name) {
    if (field != null) {
      return switch (field) {
        case AUTHORIZATION, COOKIE, SET_COOKIE, PROXY_AUTHORIZATION -> true;
        default -> false;
      };
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("token")
        || lower.contains("secret")
        || lower.contains("api-key")
        || lower.contains("password")
        || lower.contains("signature");
  }

  private SecretFields() {}
}
