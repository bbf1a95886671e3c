package io.porty.engine.config;

import io.porty.api.Key;
import java.time.Duration;
import java.util.List;

/**
 * The keys of a {@code tls} table: of a listener, or of a route, whose address it holds for.
 * Certificates add up over the routes of an address, and each route has its own rules for those of
 * clients; everything else they have to agree about.
 */
public final class TlsKeys {

  /** The table's name; it may be one word in its place. */
  public static final String TABLE = "tls";

  /** Only its name is used: for what is known, and for messages. */
  static final Key<String> WORD =
      Key.string(
          TABLE,
          null,
          "TLS: a table with cert and key; \"local\" for a certificate of this machine's local CA; \"acme\" for one of Let's Encrypt; or true, where other routes of the address have the certificate");

  public static final Key<String> CERT =
      Key.string("cert", null, "PEM file with the certificate, then its intermediates");
  public static final Key<String> KEY =
      Key.string("key", null, "PEM file with the private key; absent, it is in cert");
  public static final Key<String> KEY_PASSWORD_FILE =
      Key.string("key_password_file", null, "File whose first line opens an encrypted key");
  public static final Key<String> OCSP =
      Key.string("ocsp", null, "DER file with an OCSP response, stapled while it is valid");

  public static final Key<String> SOURCE =
      Key.string(
          "source",
          null,
          "Obtains the certificates of the route's hosts, as tls = \"acme\" does, beside other keys of this table");

  /** The keys of one certificate. */
  public static final List<Key<?>> OF_CERTIFICATE = List.of(CERT, KEY, KEY_PASSWORD_FILE, OCSP);

  public static final Key<List<io.porty.api.Settings>> CERTIFICATES =
      Key.tables(
          "certificates",
          OF_CERTIFICATE,
          "Several certificates: for other names, or an RSA one beside an EC one");
  public static final Key<String> CERT_FOLDER =
      Key.string(
          "cert_folder",
          null,
          "Folder of certificates: each NAME.pem or NAME.crt, with its key in it or in NAME.key");
  public static final Key<String> PROFILE =
      Key.choice(
          "profile",
          "intermediate",
          List.of("intermediate", "modern"),
          "Mozilla's profile: intermediate is TLS 1.2 and 1.3, modern is TLS 1.3 alone");
  public static final Key<String> MIN_VERSION =
      Key.choice("min_version", "1.2", List.of("1.2", "1.3"), "The lowest version of TLS");
  public static final Key<Duration> HANDSHAKE_TIMEOUT =
      Key.seconds(
          "handshake_timeout_seconds",
          10,
          0.1,
          3600,
          "How long a client may take from connecting to the end of the handshake");
  public static final Key<Integer> MAX_HANDSHAKES =
      Key.integer(
          "max_handshakes_per_second",
          0,
          0,
          1_000_000,
          "Maximum full TLS handshakes of clients in a second on this address; further ones wait. 0 sets no limit but the global one");

  /** What a hello's protocol is compared to: a text without bytes that it has in another form. */
  private static final String PROTOCOL = "[!-$&-~]{1,255}";

  public static final Key<List<String>> ALPN =
      Key.strings(
              "alpn",
              List.of(),
              "Application protocols that a TCP route agrees to, the preferred one first; HTTP routes have their own")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> !v.matches(PROTOCOL))
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected 1 to 255 printable ASCII characters without \"%\""));

  public static final Key<String> CLIENT_AUTH =
      Key.choice(
          "client_auth",
          "none",
          List.of("none", "optional", "required"),
          "Whether clients have to show a certificate; one that is shown must be valid");
  public static final Key<String> CLIENT_CA =
      Key.string("client_ca", null, "PEM file with the authorities of clients' certificates");
  public static final Key<List<String>> CLIENT_CRL =
      Key.strings(
          "client_crl",
          List.of(),
          "Files, PEM or DER, with the revocation lists of all these authorities");
  public static final Key<List<String>> FORWARD_CLIENT_CERT =
      Key.strings(
              "forward_client_cert",
              List.of(),
              "What HTTP backends are told of a client's certificate: \"subject\", \"sha256\", \"certificate\"")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> !List.of("subject", "sha256", "certificate").contains(v))
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected \"subject\", \"sha256\" or \"certificate\""));

  /** The keys that the routes of an address agree about. */
  static final List<Key<?>> SHARED =
      List.of(PROFILE, MIN_VERSION, HANDSHAKE_TIMEOUT, MAX_HANDSHAKES, ALPN);

  public static final List<Key<?>> ALL =
      List.of(
          CERT,
          KEY,
          KEY_PASSWORD_FILE,
          OCSP,
          SOURCE,
          CERTIFICATES,
          CERT_FOLDER,
          PROFILE,
          MIN_VERSION,
          HANDSHAKE_TIMEOUT,
          MAX_HANDSHAKES,
          ALPN,
          CLIENT_AUTH,
          CLIENT_CA,
          CLIENT_CRL,
          FORWARD_CLIENT_CERT);

  private TlsKeys() {}
}
