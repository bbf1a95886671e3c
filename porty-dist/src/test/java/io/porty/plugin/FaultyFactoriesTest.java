package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.testkit.TestPorty;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Factories that cannot make what they are asked for: said like every other mistake of a file. */
class FaultyFactoriesTest {

  private static final Key<String> URL = Key.string("url", null, "Where to");

  private static final PortyPlugin PLUGIN =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.http(
                  "needy",
                  List.of(URL),
                  (settings, context) -> {
                    settings.get(URL);
                    return request -> Decision.pass();
                  }));
        }

        @Override
        public List<AccessLogFactory> accessLogs() {
          return List.of(
              new AccessLogFactory() {
                @Override
                public String name() {
                  return "needylog";
                }

                @Override
                public List<Key<?>> keys() {
                  return List.of(URL);
                }

                @Override
                public AccessLog create(Settings settings, Context context) {
                  if (settings.get(URL).equals("bad")) {
                    throw new IllegalStateException("on purpose");
                  }
                  return new AccessLog() {};
                }
              });
        }

        @Override
        public List<ModeFactory> modes() {
          return List.of(
              new ModeFactory() {
                @Override
                public String name() {
                  return "broken";
                }

                @Override
                public Class<RouteRequest> requestType() {
                  return RouteRequest.class;
                }

                @Override
                public Mode create(ModeContext context) {
                  throw new IllegalStateException("no such mode");
                }
              },
              new ModeFactory() {
                @Override
                public String name() {
                  return "idle";
                }

                @Override
                public Class<RouteRequest> requestType() {
                  return RouteRequest.class;
                }

                @Override
                public Mode create(ModeContext context) {
                  return new Mode() {
                    @Override
                    public void accept(Channel client) {
                      client.close();
                    }

                    @Override
                    public Optional<Route> routeFor(RouteRequest request) {
                      return Optional.empty();
                    }
                  };
                }
              });
        }

        @Override
        public List<ListenerFactory> listeners() {
          return List.of(
              new ListenerFactory() {
                @Override
                public String name() {
                  return "deaf";
                }

                @Override
                public Listener create(Settings settings, ListenerContext context) {
                  throw new IllegalStateException("no ears");
                }
              });
        }
      };

  private static void says(String lines, String... words) {
    assertThatThrownBy(() -> TestPorty.with(PLUGIN).route(lines).close())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aMissingSettingIsSaidWithItsLine() {
    says(
        "routers = [\"needy\"]\n[routes.needy]\n",
        ".toml:6:1: routes[test].needy.url is missing",
        "Write it: url = text.");
    says(
        "target = \"127.0.0.1:1\"\nlog_format = \"needylog\"\n",
        "routes[test].needylog.url is missing");
  }

  @Test
  void aFactoryThatThrowsIsNamed() {
    says(
        "target = \"127.0.0.1:1\"\nlog_format = \"needylog\"\n[routes.needylog]\nurl = \"bad\"\n",
        "lists \"needylog\", which failed to start: java.lang.IllegalStateException: on purpose",
        "This is a fault of access log \"needylog\"");
    says(
        "mode = \"broken\"\ntarget = \"127.0.0.1:1\"\n",
        "mode \"broken\" of ",
        "failed: java.lang.IllegalStateException: no such mode");
    assertThatThrownBy(
            () ->
                TestPorty.with(PLUGIN)
                    .listener("kind = \"deaf\"\n")
                    .route("mode = \"idle\"\ntarget = \"127.0.0.1:1\"\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("listener \"deaf\" of ", "no ears");
  }
}
