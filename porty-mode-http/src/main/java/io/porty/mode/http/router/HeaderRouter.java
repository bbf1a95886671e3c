package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code header}: the value of a header decides, the first if it was sent several times. */
public final class HeaderRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<String> NAME =
      Key.string("name", null, "The header, case does not matter")
          .checked(
              v ->
                  v.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                      ? Optional.empty()
                      : Optional.of("is \"" + v + "\"; expected a name such as \"X-Tenant\""));

  @Override
  public String name() {
    return "header";
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
    String header = settings.get(NAME);
    Map<String, Decision> rules = ValueRules.read(settings, name());
    Decision any = rules.getOrDefault(ValueRules.ANY, Decision.pass());
    BytesTable<Decision> table = new BytesTable<>(rules);
    return request -> {
      Bytes value = request.rawHeader(header);
      if (value == null) {
        return Decision.pass();
      }
      Decision found = table.find(value);
      return found == null ? any : found;
    };
  }
}
