package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routers {@code header} and {@code cookie}: the complete value that the client sends decides;
 * a rule for {@code *} matches any other value. Without the header or cookie the request passes.
 */
public final class ValueRouter implements RouterFactory<HttpRouteRequest> {

  private static final String ANY = "*";

  private static final Key<String> VALUE =
      Key.string(
          "value", null, "The complete value, case-sensitive; \"*\" matches any other value");

  private static final Key<Target> TARGET =
      Key.target("target", null, "The backend of these requests");

  private static final Key<List<Settings>> RULES =
      Key.tables("rules", List.of(VALUE, TARGET), "Values and their targets");

  /** Creates the router from the name of the header or cookie and the rules. */
  private interface RouterMaker {
    Router<HttpRouteRequest> make(String name, Map<String, Decision> rules, Decision any);
  }

  private final String router;
  private final Key<String> name;
  private final RouterMaker maker;

  private ValueRouter(String router, Key<String> name, RouterMaker maker) {
    this.router = router;
    this.name = name;
    this.maker = maker;
  }

  /** Matches the value of a header. */
  public static ValueRouter header() {
    return new ValueRouter(
        "header",
        Token.key("name", null, "The name of the header, case-insensitive", "X-Tenant"),
        ValueRouter::byHeader);
  }

  private static Router<HttpRouteRequest> byHeader(
      String header, Map<String, Decision> rules, Decision any) {
    ByteStringMap<Decision> table = new ByteStringMap<>(rules);
    return request -> {
      Bytes value = request.rawHeader(header);
      if (value == null || request.isRepeated(header)) {
        // Repeated: router and backend might read different ones.
        return Decision.pass();
      }
      Decision found = table.find(value);
      return found == null ? any : found;
    };
  }

  /** Matches the value of a cookie. */
  public static ValueRouter cookie() {
    return new ValueRouter(
        "cookie",
        Token.key("name", null, "The name of the cookie, case-sensitive", "version"),
        (cookie, rules, any) ->
            request -> {
              Optional<String> value = request.cookie(cookie);
              boolean twice =
                  value.isPresent() && Collections.frequency(request.cookieNames(), cookie) > 1;
              return value.isEmpty() || twice
                  ? Decision.pass()
                  : rules.getOrDefault(value.get(), any);
            });
  }

  @Override
  public String name() {
    return router;
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(name, RULES);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    String looked = settings.get(name);
    Map<String, Decision> rules = new HashMap<>();
    List<Settings> tables = settings.get(RULES);
    if (tables.isEmpty()) {
      settings.report(
          RULES,
          "are missing",
          "Add a table [[routes." + router + ".rules]] with value and target.");
    }
    for (Settings table : tables) {
      String value = table.get(VALUE);
      if (rules.put(value, Decision.to(table.get(TARGET), router)) != null) {
        table.report(
            VALUE, "\"" + value + "\" is a duplicate", "Write each value in one rule only.");
      }
    }
    return maker.make(looked, Map.copyOf(rules), rules.getOrDefault(ANY, Decision.pass()));
  }
}
