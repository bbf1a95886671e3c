package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The router {@code subdomain}: the first label of the host names the backend. With the domain
 * {@code dev.example.com} a request for {@code api-3000.dev.example.com} goes to host {@code api},
 * port 3000. For browsers, which cannot keep a query parameter on every link.
 */
public final class SubdomainRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<String> DOMAIN =
      Key.string("domain", null, "The domain after NAME-PORT in Host, such as \"dev.example.com\"")
          .checked(
              v ->
                  v.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
                      ? Optional.empty()
                      : Optional.of(
                          "is \"" + v + "\"; expected a domain without a dot at its start or end"));

  private static final Key<String> SUFFIX =
      Key.string(
              "suffix",
              "",
              "Appended to NAME for the host name of the backend, such as \".internal\"")
          .checked(
              v ->
                  v.matches("(\\.[A-Za-z0-9_-]+)*")
                      ? Optional.empty()
                      : Optional.of(
                          "is \"" + v + "\"; expected a domain suffix such as \".internal\""));

  @Override
  public String name() {
    return "subdomain";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public boolean clientChoosesTarget() {
    return true;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(DOMAIN, SUFFIX);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    String domain = "." + settings.get(DOMAIN).toLowerCase(Locale.ROOT);
    String suffix = settings.get(SUFFIX);
    DecisionCache known = new DecisionCache();
    return request -> {
      Bytes authority = request.rawAuthority();
      Decision before = known.find(authority);
      if (before != null) {
        return before;
      }
      Decision decision = decide(authority.toString(), domain, suffix);
      if (decision instanceof Decision.To) {
        known.put(authority, decision);
      }
      return decision;
    };
  }

  private static Decision decide(String authority, String domain, String suffix) {
    int colon = authority.indexOf(':');
    String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (!host.endsWith(domain)) {
      return Decision.pass();
    }
    String label = host.substring(0, host.length() - domain.length());
    int dash = label.lastIndexOf('-');
    int port = dash < 0 ? 0 : TargetParser.port(label.substring(dash + 1));
    String name = dash < 0 ? null : TargetParser.host(label.substring(0, dash) + suffix);
    if (port == 0 || name == null) {
      return Decision.respond(FailureCode.BAD_TARGET, "Invalid host: expected NAME-PORT" + domain);
    }
    return Decision.to(new Target(name, port), "subdomain").byClient();
  }
}
