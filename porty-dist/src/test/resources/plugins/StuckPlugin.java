package stuck;

import io.netty.channel.Channel;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.*;
import io.porty.api.log.*;
import io.porty.api.mode.*;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.util.List;
import java.util.Optional;

/** Does not come back: each part in its own way. */
public class StuckPlugin implements PortyPlugin {

  static final Key<String> HANGS = Key.string("hangs", "", "The step that does not come back");

  static void forever() {
    for (;;) {
      sleep(1000);
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // Goes on all the same.
    }
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        RouterFactory.http("stuck", List.of(HANGS), (settings, context) -> new Stuck(settings.get(HANGS))));
  }

  private record Stuck(String hangs) implements Router<HttpRouteRequest> {
    public RouteAnswer route(HttpRouteRequest request) {
      switch (request.path()) {
        case "/sleep": forever(); break;
        case "/spin": for (long i = 0; i >= 0; i = (i + 1) & 0xffff) { } break;
        case "/exit": System.exit(7); break;
        case "/exit-elsewhere": new Thread(() -> System.exit(7)).start(); break;
        default: break;
      }
      return Decision.pass();
    }

    public void start() {
      if (hangs.equals("hook")) {
        Runtime.getRuntime().addShutdownHook(new Thread(StuckPlugin::forever));
      }
    }

    public void drain() {
      if (hangs.equals("drain")) { forever(); }
    }

    public void close() {
      if (hangs.equals("close")) { forever(); }
    }
  }

  @Override
  public List<AccessLogFactory> accessLogs() {
    return List.of(new AccessLogFactory() {
      public String name() { return "stucklog"; }
      public List<Key<?>> keys() { return List.of(HANGS); }
      public AccessLog create(Settings settings, Context context) {
        String hangs = settings.get(HANGS);
        return new AccessLog() {
          public void exchangeEnded(ExchangeRecord exchange) {
            switch (hangs) {
              case "record": forever(); break;
              case "slow": sleep(2000); break;
              case "throw": throw new IllegalStateException("no disk\n\u001b[31m2026 forged");
              default: break;
            }
          }
          public void close() { if (hangs.equals("close")) { forever(); } }
        };
      }
    });
  }

  @Override
  public List<ModeFactory> modes() {
    return List.of(new ModeFactory() {
      public String name() { return "stuckmode"; }
      public Class<RouteRequest> requestType() { return RouteRequest.class; }
      public Mode create(ModeContext context) {
        return new Mode() {
          public void accept(Channel client) { client.close(); }
          public Optional<Route> routeFor(RouteRequest request) { return Optional.empty(); }
          public void close() { forever(); }
        };
      }
    });
  }

  @Override
  public List<ListenerFactory> listeners() {
    return List.of(new ListenerFactory() {
      public String name() { return "stucklistener"; }
      public Listener create(Settings settings, ListenerContext context) {
        return new Listener() {
          public java.net.SocketAddress bind() {
            return new java.net.InetSocketAddress("127.0.0.1", context.port());
          }
          public void pause() { }
          public void resume() { }
          public void close() { forever(); }
        };
      }
    });
  }
}
