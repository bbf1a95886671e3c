package io.porty.engine.config;

import io.porty.api.IpLiteral;
import io.porty.api.Key;
import io.porty.net.tls.verify.KeyPins;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code [routes.upstream_tls]}: TLS towards the backends of a route. */
public final class UpstreamTlsKeys {

  public static final String TABLE = "upstream_tls";

  private static final int MAX_NAME = 253;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

  public static final Key<String> CA =
      Key.string(
          "ca", null, "PEM file with the authorities that are trusted, in place of the system's");
  public static final Key<Boolean> VERIFY =
      Key.bool("verify", true, "Whether the backend's certificate is checked at all");
  public static final Key<String> NAME =
      Key.string(
              "name", null, "Server name that is sent and verified, in place of the target's host")
          .checked(UpstreamTlsKeys::checkName);
  public static final Key<List<String>> PIN =
      Key.strings(
              "pin",
              List.of(),
              "The backend's key is one of these, \"sha256/\" and base64; then no authority and no name is looked at")
          .checked(UpstreamTlsKeys::checkPins);
  public static final Key<String> CERT =
      Key.string("cert", null, "PEM file with Porty's own certificate, for backends that ask");
  public static final Key<String> KEY =
      Key.string("key", null, "PEM file with its private key; absent, it is in cert");
  public static final Key<String> KEY_PASSWORD_FILE =
      Key.string("key_password_file", null, "File whose first line opens an encrypted key");

  public static final List<Key<?>> ALL =
      List.of(CA, VERIFY, NAME, PIN, CERT, KEY, KEY_PASSWORD_FILE);

  private static Optional<String> checkPins(List<String> pins) {
    for (String pin : pins) {
      String problem = KeyPins.problem(pin);
      if (problem != null) {
        return Optional.of("has \"" + pin + "\"; " + problem);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkName(String name) {
    return name.length() <= MAX_NAME
            && (IpLiteral.parse(name) != null || HOST.matcher(name).matches())
        ? Optional.empty()
        : Optional.of(
            "is \""
                + name
                + "\"; expected the one host that the certificate has to be for, such as \"api.internal\", or an address");
  }

  private UpstreamTlsKeys() {}
}
