package com.example.lines;

import io.netty.channel.Channel;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mode {@code lines}: a client's first line names a service, what follows is relayed to its
 * backend. And its router {@code service}, which knows the services.
 */
public final class LinePlugin implements PortyPlugin {

  static final Key<Integer> LONGEST =
      Key.integer("longest_line", 100, 1, 1000, "The most characters of the first line");

  private static final Key<String> NAME = Key.string("name", null, "As clients write it");
  private static final Key<Target> TARGET = Key.target("target", null, "Where it is");
  private static final Key<List<Settings>> SERVICES =
      Key.tables("services", List.of(NAME, TARGET), "The services that there are");

  @Override
  public List<ModeFactory> modes() {
    return List.of(
        new ModeFactory() {
          @Override
          public String name() {
            return "lines";
          }

          @Override
          public Class<LineRequest> requestType() {
            return LineRequest.class;
          }

          @Override
          public List<Key<?>> keys() {
            return List.of(LONGEST);
          }

          @Override
          public List<String> defaultRouters() {
            return List.of("service", "fixed");
          }

          @Override
          public Mode create(ModeContext context) {
            return new LineMode(context);
          }
        });
  }

  private record LineMode(ModeContext context) implements Mode {
    @Override
    public void accept(Channel client) {
      new LineSession(context, client).start();
    }

    @Override
    public Optional<Route> routeFor(RouteRequest request) {
      return Optional.of(context.routes().get(0));
    }
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        RouterFactory.of(
            "service",
            LineRequest.class,
            List.of(SERVICES),
            (settings, context) -> services(settings)));
  }

  private static Router<LineRequest> services(Settings settings) {
    Map<String, Decision> services = new HashMap<>();
    for (Settings service : settings.get(SERVICES)) {
      services.put(service.get(NAME), Decision.to(service.get(TARGET), "service"));
    }
    Decision unknown =
        new Decision.Pass(Decision.refuse(404, "unknown_service", "There is no such service"));
    return request -> services.getOrDefault(request.line(), unknown);
  }
}
