package io.porty.mode.http.router;

import io.porty.api.Key;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings that name a header or cookie: tokens (RFC 9110 section 5.6.2, RFC 6265 section 4.1.1).
 */
final class Token {

  /**
   * @param example an example value for the error message
   */
  static Key<String> key(
      String name, @Nullable String defaultValue, String documentation, String example) {
    return Key.string(name, defaultValue, documentation)
        .checked(
            v ->
                v.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") && !v.equalsIgnoreCase("host")
                    ? Optional.empty()
                    : Optional.of("is \"" + v + "\"; expected a name such as \"" + example + "\""));
  }

  private Token() {}
}
