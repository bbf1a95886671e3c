package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
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

/** Keys that have to be written: of every kind, and of every part of a plugin. */
class RequiredKeysTest {

  private static final List<Key<?>> KINDS =
      List.of(
          Key.string("text", null, "A text").required(),
          Key.bool("truth", null, "Yes or no").required(),
          Key.integer("whole", null, 1, 9, "A number").required(),
          Key.longInteger("bytes", null, 1, 9, "A size").required(),
          Key.seconds("time", null, 0.5, 9, "A time").required(),
          Key.choice("region", null, List.of("eu", "us"), "Where").required(),
          Key.strings("names", null, "Names").required(),
          Key.decimal("share", null, 0, 1, "A share").required(),
          Key.target("place", null, "Where to").required(),
          Key.secret("token", "A secret").required(),
          Key.tables(
                  "rules", List.of(Key.choice("kind", null, List.of("a"), "?").required()), "Rules")
              .required());

  private static final PortyPlugin PLUGIN =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.http(
                  "needy",
                  KINDS,
                  (settings, context) -> {
                    KINDS.forEach(settings::get);
                    return request -> Decision.respond(418, "all_there", "All there");
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
                  return KINDS.subList(0, 1);
                }

                @Override
                public AccessLog create(Settings settings, Context context) {
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
                  return "needymode";
                }

                @Override
                public Class<RouteRequest> requestType() {
                  return RouteRequest.class;
                }

                @Override
                public List<Key<?>> keys() {
                  return KINDS.subList(4, 6);
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
                  return "needylistener";
                }

                @Override
                public List<Key<?>> keys() {
                  return KINDS.subList(2, 3);
                }

                @Override
                public Listener create(Settings settings, ListenerContext context) {
                  throw new IllegalStateException("not made without its key");
                }
              });
        }
      };

  private static String mistakes(String lines) {
    try {
      TestPorty.with(PLUGIN).route(lines).close();
      return "";
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }

  @Test
  void everyKindIsMissedOnceInOnePass() {
    String said = mistakes("routers = [\"needy\"]\n[routes.needy]\n");
    for (Key<?> key : KINDS) {
      assertThat(said)
          .containsOnlyOnce("routes[test].needy." + key.name() + " is missing")
          .contains("Write it: " + key.name() + " = " + key.type() + ".");
    }
    assertThat(said).contains("11 problems");
  }

  @Test
  void whatIsWrittenIsRead() {
    try (TestPorty porty =
        TestPorty.with(PLUGIN)
            .route(
                """
                routers = ["needy"]
                [routes.needy]
                text = "a"
                truth = false
                whole = 3
                bytes = 4
                time = 0.5
                region = "eu"
                names = ["x"]
                share = 0.5
                place = "127.0.0.1:1"
                token = "t"
                [[routes.needy.rules]]
                kind = "a"
                """)) {
      assertThat(porty.get("/").statusCode()).isEqualTo(418);
    }
  }

  @Test
  void aRequiredKeyOfARowIsMissed() {
    assertThat(mistakes("routers = [\"needy\"]\n[routes.needy]\n[[routes.needy.rules]]\n"))
        .containsOnlyOnce("routes[test].needy.rules[1].kind is missing")
        .contains("Write it: kind = one of \"a\".");
  }

  @Test
  void ofEveryPartOfAPlugin() {
    assertThat(mistakes("target = \"127.0.0.1:1\"\nlog_format = \"needylog\"\n"))
        .containsOnlyOnce("routes[test].needylog.text is missing");
    assertThat(mistakes("mode = \"needymode\"\ntarget = \"127.0.0.1:1\"\n"))
        .contains("routes[test].time is missing", "routes[test].region is missing");
    assertThatThrownBy(
            () ->
                TestPorty.with(PLUGIN)
                    .listener("kind = \"needylistener\"\n")
                    .route("target = \"127.0.0.1:1\"\n"))
        .hasMessageContaining("listeners[test].needylistener.whole is missing");
  }

  @Test
  void aRequiredKeyHasNoDefault() {
    Key<Integer> key = Key.integer("n", 5, 1, 9, "?").required();
    assertThat(key.defaultValue()).isEmpty();
    assertThat(key.isRequired()).isTrue();
    assertThat(key.checked(v -> Optional.empty()).isRequired()).isTrue();
    assertThatThrownBy(() -> key.read(10L)).hasMessageContaining("from 1 to 9");
  }
}
