package io.porty.acme;

import io.porty.api.Key;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The keys of the table {@code [acme]}. */
final class AcmeKeys {

  static final Key<String> EMAIL =
      Key.string("email", null, "Where the authority may write to about the account")
          .checked(AcmeKeys::checkEmail);
  static final Key<Boolean> AGREE =
      Key.bool("agree", false, "Whether you agree to the authority's terms of service");
  static final Key<String> DIRECTORY =
      Key.string(
              "directory",
              "production",
              "The authority: Let's Encrypt's \"production\" or \"staging\", or the URL of an ACME directory")
          .checked(AcmeKeys::checkDirectory);
  static final Key<String> CA =
      Key.string(
          "ca",
          null,
          "PEM file with the authorities that the directory's own certificate is verified with; absent, the system's");
  static final Key<String> FOLDER =
      Key.string(
          "folder",
          null,
          "Where account key and certificates are kept; absent, acme in the user's data folder");
  static final Key<String> EAB_KEY_ID =
      Key.string(
          "eab_key_id", null, "External account binding: the key's identifier, from the authority");
  static final Key<String> EAB_MAC_KEY =
      Key.secret("eab_mac_key", "External account binding: the key, base64url");

  static final List<Key<?>> ALL =
      List.of(EMAIL, AGREE, DIRECTORY, CA, FOLDER, EAB_KEY_ID, EAB_MAC_KEY);

  /** Let's Encrypt, whose certificates browsers trust. */
  static final URI PRODUCTION = URI.create("https://acme-v02.api.letsencrypt.org/directory");

  /** Let's Encrypt for trials: looser limits, and certificates that nobody trusts. */
  static final URI STAGING = URI.create("https://acme-staging-v02.api.letsencrypt.org/directory");

  static URI directory(String value) {
    return switch (value) {
      case "production" -> PRODUCTION;
      case "staging" -> STAGING;
      default -> URI.create(value);
    };
  }

  private static Optional<String> checkDirectory(String value) {
    if (value.equals("production") || value.equals("staging")) {
      return Optional.empty();
    }
    if (value.contains("@")) {
      // The URL is in error messages. This one must not quote it, either.
      return Optional.of(
          "has a user name or password; expected a URL without: an account is that of the key in folder, or of eab_key_id");
    }
    try {
      URI url = new URI(value);
      return "https".equals(url.getScheme()) && url.getHost() != null
          ? Optional.empty()
          : Optional.of(
              "is \"" + value + "\"; expected \"production\", \"staging\" or a URL with https");
    } catch (URISyntaxException e) {
      return Optional.of(
          "is no URL: "
              + e.getReason()
              + "; expected \"production\", \"staging\" or a URL with https");
    }
  }

  private static Optional<String> checkEmail(String value) {
    int at = value.indexOf('@');
    boolean fits =
        at > 0
            && at < value.length() - 1
            && value.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',' && c != '?');
    return fits
        ? Optional.empty()
        : Optional.of("is \"" + value + "\"; expected an address: ops@example.com");
  }

  private AcmeKeys() {}
}
