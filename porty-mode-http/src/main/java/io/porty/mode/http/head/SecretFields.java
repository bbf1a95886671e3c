package io.porty.mode.http.head;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields whose values no log shows: credentials, and names that look like them. */
public final class SecretFields {

  /**
   * @param field null if the name is none that Porty knows
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
