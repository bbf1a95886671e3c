package io.porty.mode.http.router;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cookie}: the value of a cookie decides. */
public final class CookieRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<String> NAME =
      Key.string("name", null, "The cookie, case matters")
          .checked(
              v ->
                  v.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                      ? Optional.empty()
                      : Optional.of("is \"" + v + "\"; expected a name such as \"version\""));

  @Override
  public String name() {
    return "cookie";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(NAME, ValueRules.RULES);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    String cookie = settings.get(NAME);
    Map<String, Decision> rules = Map.copyOf(ValueRules.read(settings, name()));
    Decision any = rules.getOrDefault(ValueRules.ANY, Decision.pass());
    return request -> {
      Optional<String> value = request.cookie(cookie);
      return value.isEmpty() ? Decision.pass() : rules.getOrDefault(value.get(), any);
    };
  }
}
