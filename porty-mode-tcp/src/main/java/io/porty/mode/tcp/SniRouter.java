package io.porty.mode.tcp;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.ClientHello;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.api.route.ServerNameRule;
import io.porty.api.route.TcpRouteRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The router {@code sni}: routes TLS connections by the server name of their ClientHello without
 * decrypting them. An exact name takes precedence over wildcards, a longer wildcard over shorter
 * ones. Connections that are not TLS or have no known name pass.
 */
final class SniRouter implements RouterFactory<TcpRouteRequest> {

  private static final Key<List<String>> HOST =
      Key.strings("host", List.of(), "Server names, or \"*.example.com\" for all of its subdomains")
          .checked(
              names ->
                  names.stream()
                      .filter(n -> !n.matches("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"))
                      .findFirst()
                      .map(
                          n ->
                              "has \""
                                  + n
                                  + "\"; expected a host such as \"api.example.com\" or \"*.example.com\""));

  private static final Key<Target> TARGET =
      Key.target("target", null, "The backend for these server names");

  private static final Key<List<Settings>> RULES =
      Key.tables("rules", List.of(HOST, TARGET), "Server names and their targets");

  @Override
  public String name() {
    return "sni";
  }

  @Override
  public Class<TcpRouteRequest> requestType() {
    return TcpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(RULES);
  }

  @Override
  public List<ServerNameRule> serverNames(Settings settings) {
    return settings.get(RULES).stream()
        .flatMap(rule -> rule.get(HOST).stream().map(host -> new ServerNameRule(host, rule, HOST)))
        .toList();
  }

  @Override
  public Router<TcpRouteRequest> create(Settings settings, Context context) {
    Map<String, Decision> names = new HashMap<>();
    List<Settings> rules = settings.get(RULES);
    if (rules.isEmpty()) {
      settings.report(
          RULES, "are missing", "Add a table [[routes.sni.rules]] with host and target.");
    }
    for (Settings rule : rules) {
      TcpTargets.check(rule.get(TARGET), TARGET, rule);
      Decision decision = Decision.to(rule.get(TARGET), "sni");
      for (String host : rule.get(HOST)) {
        if (names.putIfAbsent(host.toLowerCase(Locale.ROOT), decision) != null) {
          rule.report(HOST, "has \"" + host + "\" twice", "Write each name in one rule only.");
        }
      }
    }
    return request -> decide(request, names);
  }

  private static RouteAnswer decide(TcpRouteRequest request, Map<String, Decision> names) {
    ClientHello hello = ClientHello.read(request.firstBytes());
    if (hello.state() == ClientHello.State.INCOMPLETE && request.moreMayCome()) {
      return RouteAnswer.needMoreBytes();
    }
    Optional<String> name = hello.serverName();
    Decision found = name.isEmpty() ? null : find(withoutFinalDot(name.get()), names);
    return found == null ? Decision.pass() : found;
  }

  /** RFC 6066 section 3 has none; some clients send it. */
  private static String withoutFinalDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static @Nullable Decision find(String name, Map<String, Decision> names) {
    Decision found = names.get(name);
    for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
      found = names.get("*" + name.substring(dot));
    }
    return found;
  }
}
