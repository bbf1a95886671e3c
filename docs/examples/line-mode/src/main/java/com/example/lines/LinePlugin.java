package com.example.lines;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.mode.SampleRequest;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mode {@code lines}: a client's first line names a service, what follows is relayed to its
 * backend. And its router {@code service}, which knows the services.
 */
public final class LinePlugin implements PortyPlugin {

  static final Key<Integer> MAX_LINE =
      Key.integer("longest_line", 100, 1, 1000, "The most characters of the first line");

  static final Key<Duration> FIRST_LINE =
      Key.seconds("first_line_timeout_seconds", 10, 0.05, 3600, "What a client has to send its line");

  static final Key<Duration> IDLE =
      Key.seconds(
          "idle_timeout_seconds",
          600,
          0,
          31_536_000,
          "Ends a connection that is silent both ways for so long; 0 means never");

  private static final Key<String> NAME = Key.string("name", null, "As clients write it").required();
  private static final Key<Target> TARGET = Key.target("target", null, "Where it is").required();
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
            return List.of(MAX_LINE, FIRST_LINE, IDLE);
          }

          @Override
          public List<String> defaultRouters() {
            return List.of("service", "fixed");
          }

          /** {@code porty explain lines://localhost:9090/shop} asks about the line "shop". */
          @Override
          public Optional<RouteRequest> sample(SampleRequest from) {
            InetSocketAddress nobody = InetSocketAddress.createUnresolved("127.0.0.1", 0);
            return Optional.of(
                new LineRequest.Of(from.routeName(), nobody, nobody, from.target().substring(1)));
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
    public void refuse(Channel client, Failure why) {
      LineSession session = new LineSession(context, client);
      client.pipeline().addLast(session);
      session.refuse(why.code().reason() + "\n", why);
    }

    /** One that has not sent its line is told to come again; the others are relayed to their end. */
    @Override
    public void drain(Channel client) {
      LineSession session = client.pipeline().get(LineSession.class);
      if (session != null) {
        session.drain();
      }
    }

    @Override
    public Optional<ConnectionSnapshot> describe(Channel client) {
      return Optional.ofNullable(client.pipeline().get(LineSession.class)).map(LineSession::look);
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
        new Decision.Pass(Decision.respond(404, "unknown_service", "There is no such service"));
    return request -> services.getOrDefault(request.line(), unknown);
  }
}
