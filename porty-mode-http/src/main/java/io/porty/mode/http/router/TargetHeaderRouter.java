package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Key;
import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;

/**
 * The router {@code target_header}: dynamic routing by a header, for clients that cannot change the
 * query: {@code X-Porty-Target: api.internal:3000}. The header is not forwarded.
 */
public final class TargetHeaderRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<String> NAME =
      Token.key(
          "name", "X-Porty-Target", "Name of the header with host and port", "X-Porty-Target");

  @Override
  public String name() {
    return "target_header";
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
    return List.of(NAME);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    String header = settings.get(NAME);
    Decision missing =
        new Decision.Pass(Decision.respond(FailureCode.MISSING_TARGET, "Missing header " + header));
    Rewrite without = Rewrite.none().remove(header);
    DecisionCache known = new DecisionCache();
    return request -> {
      Bytes value = request.rawHeader(header);
      if (value == null) {
        return missing;
      }
      Decision before = known.find(value);
      return before == null || request.headers(header).size() > 1
          ? decide(request, header, without, known)
          : before;
    };
  }

  private static RouteAnswer decide(
      HttpRouteRequest request, String header, Rewrite without, DecisionCache known) {
    List<String> values = request.headers(header);
    if (values.size() > 1) {
      return Decision.respond(FailureCode.BAD_TARGET, "Repeated header " + header);
    }
    String value = values.get(0);
    int slashes = value.indexOf("://");
    Scheme scheme = slashes < 0 ? Scheme.HTTP : TargetScheme.find(value.substring(0, slashes));
    if (scheme == null) {
      return invalid(header);
    }
    String place = slashes < 0 ? value : value.substring(slashes + 3);
    int colon = place.lastIndexOf(':');
    boolean hasPort = colon > place.lastIndexOf(']');
    String host = TargetParser.host(hasPort ? place.substring(0, colon) : place);
    int port =
        hasPort
            ? TargetParser.port(place.substring(colon + 1))
            : slashes < 0 ? 0 : scheme.defaultPort();
    boolean bareV6 = host != null && host.indexOf(':') >= 0 && !place.startsWith("[");
    if (host == null || port == 0 || bareV6) {
      return invalid(header);
    }
    Decision decision =
        Decision.to(TargetScheme.target(scheme, host, port), "target_header")
            .with(without)
            .byClient();
    Bytes raw = request.rawHeader(header);
    if (raw != null) {
      known.put(raw, decision);
    }
    return decision;
  }

  private static Decision invalid(String header) {
    return Decision.respond(
        FailureCode.BAD_TARGET, "Invalid " + header + ": expected host:port or https://host:port");
  }
}
