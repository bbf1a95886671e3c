package io.porty.mode.http.router;

import io.porty.api.FailureCode;
import io.porty.api.Key;
import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.LinkSignature;
import io.porty.api.route.PathNormalizer;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The router {@code signed}: dynamic routing for signed links only. Besides {@code porty_host} and
 * {@code porty_port} the query has {@code porty_exp}, Unix time in seconds, and {@code porty_sig},
 * the {@link LinkSignature} over these by a key of the configuration. {@code porty sign} creates
 * such links.
 */
public final class SignedRouter implements RouterFactory<HttpRouteRequest> {

  private static final int MIN_SECRET_CHARACTERS = 16;

  private static final Key<String> ID =
      Key.string("id", null, "Name of the key, a part of each signature")
          .checked(
              v ->
                  v.matches("[A-Za-z0-9_-]{1,64}")
                      ? Optional.empty()
                      : Optional.of(
                          "is \"" + v + "\"; expected letters, digits, dashes, underscores"));

  private static final Key<String> SECRET =
      Key.secret("secret", "The secret, at least 16 characters; keep the file private")
          .checked(
              v ->
                  v.length() >= MIN_SECRET_CHARACTERS
                      ? Optional.empty()
                      : Optional.of(
                          "is too short; expected at least 16 characters, as from: openssl rand -base64 32"));

  private static final Key<List<Settings>> KEYS =
      Key.tables("keys", List.of(ID, SECRET), "Keys of valid signatures; several for key rotation");

  private static final Key<Duration> MAX_VALIDITY =
      Key.seconds(
          "max_validity_seconds",
          0,
          0,
          3_153_600_000.0,
          "Maximum remaining validity of a link; longer ones are refused. 0 sets no limit");

  private static final Decision.Respond UNSIGNED = Decision.respond(FailureCode.BAD_SIGNATURE);
  private static final Decision.Respond EXPIRED = Decision.respond(FailureCode.LINK_EXPIRED);
  private static final Decision OUT_OF_SCOPE =
      Decision.respond(FailureCode.BAD_SIGNATURE, "The link is not for this method or path");
  private static final Decision MISSING = DynamicRouter.MISSING_BOTH;

  @Override
  public String name() {
    return "signed";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(KEYS, MAX_VALIDITY);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    Map<String, LinkSignature> keys = new HashMap<>();
    List<Settings> tables = settings.get(KEYS);
    if (tables.isEmpty()) {
      settings.report(
          KEYS, "are missing", "Add a table [[routes.signed.keys]] with id and secret.");
    }
    for (Settings table : tables) {
      String id = table.get(ID);
      if (keys.put(id, new LinkSignature(id, table.get(SECRET))) != null) {
        table.report(ID, "\"" + id + "\" is a duplicate", "Give each key its own id.");
      }
    }
    long maxValiditySeconds = settings.get(MAX_VALIDITY).toSeconds();
    Map<String, LinkSignature> fixed = Map.copyOf(keys);
    return request -> decide(request, fixed, maxValiditySeconds, System.currentTimeMillis() / 1000);
  }

  private static RouteAnswer decide(
      HttpRouteRequest request,
      Map<String, LinkSignature> keys,
      long maxValiditySeconds,
      long now) {
    List<String> hosts = request.parameters("porty_host");
    List<String> ports = request.parameters("porty_port");
    if (hosts.isEmpty() && ports.isEmpty()) {
      return MISSING;
    }
    List<String> expiries = request.parameters("porty_exp");
    List<String> schemes = request.parameters("porty_scheme");
    List<String> signatures = request.parameters("porty_sig");
    if (hosts.size() != 1
        || ports.size() != 1
        || expiries.size() != 1
        || signatures.size() != 1
        || schemes.size() > 1
        || !expiries.get(0).matches("[1-9][0-9]{0,11}")) {
      return UNSIGNED;
    }
    String host = TargetParser.host(hosts.get(0));
    int port = TargetParser.port(ports.get(0));
    Scheme scheme = schemes.isEmpty() ? Scheme.HTTP : TargetScheme.find(schemes.get(0));
    if (host == null || port == 0 || scheme == null) {
      return Decision.respond(
          FailureCode.BAD_TARGET, "Invalid porty_host, porty_port or porty_scheme");
    }
    Target target = TargetScheme.target(scheme, host, port);
    long expires = Long.parseLong(expiries.get(0));
    String signature = signatures.get(0);
    LinkSignature key = keys.get(LinkSignature.keyId(signature));
    List<String> methods = request.parameters("porty_method");
    List<String> paths = request.parameters("porty_path");
    if (key == null || methods.size() > 1 || paths.size() > 1) {
      return UNSIGNED;
    }
    LinkSignature.Scope scope =
        new LinkSignature.Scope(
            methods.isEmpty() ? "" : methods.get(0), paths.isEmpty() ? "" : paths.get(0));
    if (!key.isValid(signature, target, expires, scope)) {
      return UNSIGNED;
    }
    if (!covers(scope, request)) {
      return OUT_OF_SCOPE;
    }
    if (expires <= now || (maxValiditySeconds > 0 && expires - now > maxValiditySeconds)) {
      return EXPIRED;
    }
    String link =
        "porty_host="
            + escaped(hosts.get(0))
            + "&porty_port="
            + port
            + (schemes.isEmpty() ? "" : "&porty_scheme=" + scheme.text())
            + "&porty_exp="
            + expires
            + "&porty_sig="
            + escaped(signature)
            + (methods.isEmpty() ? "" : "&porty_method=" + escaped(scope.methods()))
            + (paths.isEmpty() ? "" : "&porty_path=" + escaped(scope.pathPrefix()));
    return Decision.to(target, "signed").byClient().with(Rewrite.none().locationQuery(link));
  }

  /**
   * Matches the path as backends interpret it. A path with parent segments matches no prefix:
   * backends differ in what they treat as a slash or a dot segment ({@code ..%2f}, {@code ..;}).
   */
  private static boolean covers(LinkSignature.Scope scope, HttpRouteRequest request) {
    boolean method =
        scope.methods().isEmpty()
            || Arrays.asList(scope.methods().split(",")).contains(request.method());
    String prefix = scope.pathPrefix().replaceAll("/+$", "");
    String path = request.normalizedPath();
    boolean below =
        prefix.isEmpty()
            || (!PathNormalizer.climbs(request.path())
                && (path.equals(prefix) || path.startsWith(prefix + "/")));
    return method && below;
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
