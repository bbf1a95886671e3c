package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.CapturedOutput;
import io.porty.testkit.TestPorty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a plugin's author does wrong is said as the author's mistake: with the plugin, its part, the
 * method, and the place in its code; by {@code check} and by the start.
 */
class PluginErrorsTest {

  @TempDir Path folder;

  private static PortyPlugin routers(RouterFactory<?>... all) {
    return new PortyPlugin() {
      @Override
      public List<RouterFactory<?>> routers() {
        return Arrays.asList(all);
      }
    };
  }

  private static PortyPlugin router(
      List<Key<?>> keys,
      BiFunction<Settings, RouterFactory.Context, Router<HttpRouteRequest>> create) {
    return routers(RouterFactory.http("mine", keys, create));
  }

  private static final String ROUTE =
      "routers = [\"mine\", \"fixed\"]\ntarget = \"127.0.0.1:1\"\n[routes.mine]\n";

  private String check(PortyPlugin plugin, String lines) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            "[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:9\"\nmode = \"http\"\n" + lines);
    try {
      ConfigInspector.check(
          new PortyOptions(
              Optional.of(file),
              Path.of("no-plugins"),
              Map.of(),
              java.io.OutputStream.nullOutputStream(),
              List.of(plugin)));
      return "";
    } catch (StartException e) {
      assertThat(e.exitCode()).isEqualTo(StartException.CONFIGURATION);
      return e.getMessage();
    }
  }

  private static String start(PortyPlugin plugin, String lines) {
    try {
      TestPorty.with(plugin).route(lines).close();
      return "";
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }

  private static final Key<String> LISTED = Key.string("listed", "a", "A key");
  private static final Key<String> UNLISTED = Key.string("unlisted", null, "A key");

  static Stream<Arguments> mistakes() {
    Router<HttpRouteRequest> pass = request -> Decision.pass();
    Key<String> throwing =
        Key.string("file", null, "Where the rules are")
            .checked(
                value -> {
                  throw new IllegalArgumentException("index 7 of 3");
                });
    Key<String> nulling = Key.string("file", null, "Where the rules are").checked(value -> null);
    return Stream.of(
        Arguments.of(
            "a key that keys() does not list",
            router(
                List.of(LISTED),
                (settings, context) -> {
                  settings.get(UNLISTED);
                  return pass;
                }),
            "",
            List.of(
                "router \"mine\"",
                "create()",
                "the key \"unlisted\" is read, but keys() does not list it",
                "PluginErrorsTest.")),
        Arguments.of(
            "a condition that throws",
            router(List.of(throwing), (settings, context) -> pass),
            "file = \"x\"\n",
            List.of(
                "router \"mine\"",
                "condition of the key \"file\"",
                "index 7 of 3",
                "PluginErrorsTest.")),
        Arguments.of(
            "a condition that answers null",
            router(List.of(nulling), (settings, context) -> pass),
            "file = \"x\"\n",
            List.of("router \"mine\"", "condition of the key \"file\"", "returned null")),
        Arguments.of(
            "create that answers null",
            router(List.of(), (settings, context) -> null),
            "",
            List.of("router \"mine\"", "create()", "returned null")),
        Arguments.of(
            "create that throws",
            router(
                List.of(),
                (settings, context) -> {
                  throw new IllegalStateException("no\nluck");
                }),
            "",
            List.of("router \"mine\"", "create()", "no\\x0aluck", "PluginErrorsTest.")),
        Arguments.of(
            "a default outside its own bounds",
            router(List.of(Key.integer("limit", 500, 1, 100, "Most")), (s, c) -> pass),
            "",
            List.of(
                "router \"mine\"",
                "keys()",
                "\"limit\"",
                "default",
                "is 500; expected a whole number from 1 to 100")),
        Arguments.of(
            "a default that its own condition refuses",
            router(
                List.of(
                    Key.string("file", "a.txt", "Rules")
                        .checked(v -> Optional.of("must end with .json"))),
                (s, c) -> pass),
            "",
            List.of("router \"mine\"", "keys()", "\"file\"", "default", "must end with .json")),
        Arguments.of(
            "a key twice",
            router(List.of(LISTED, LISTED), (s, c) -> pass),
            "",
            List.of("router \"mine\"", "keys()", "lists \"listed\" twice")),
        Arguments.of(
            "a key that cannot be written",
            router(List.of(Key.string("my key", "", "?")), (s, c) -> pass),
            "",
            List.of("router \"mine\"", "keys()", "\"my key\"", "letters, digits, _ and -")),
        Arguments.of(
            "a name that cannot be written",
            routers(RouterFactory.http("my router", List.of(), (s, c) -> pass)),
            "",
            List.of("name()", "\"my router\"", "letters, digits, _ and -")),
        Arguments.of(
            "no name",
            routers(RouterFactory.http(null, List.of(), (s, c) -> pass)),
            "",
            List.of("router ", "name()", "returned null")),
        Arguments.of(
            "keys that are null",
            routers(RouterFactory.http("mine", null, (s, c) -> pass)),
            "",
            List.of("router \"mine\"", "keys()", "returned null")),
        Arguments.of(
            "a null among the keys",
            routers(RouterFactory.http("mine", Collections.singletonList(null), (s, c) -> pass)),
            "",
            List.of("router \"mine\"", "keys()", "contains null")),
        Arguments.of(
            "a null list",
            new PortyPlugin() {
              @Override
              public List<AccessLogFactory> accessLogs() {
                return null;
              }
            },
            "",
            List.of("plugin io.porty.plugin.PluginErrorsTest", "accessLogs()", "returned null")),
        Arguments.of(
            "a null in a list",
            routers((RouterFactory<?>) null),
            "",
            List.of("plugin io.porty.plugin.PluginErrorsTest", "routers()", "contains null")),
        Arguments.of(
            "a list that throws",
            new PortyPlugin() {
              @Override
              public List<ModeFactory> modes() {
                throw new NoClassDefFoundError("com/example/Missing");
              }
            },
            "",
            List.of(
                "modes()",
                "failed: java.lang.NoClassDefFoundError: com/example/Missing",
                "PluginErrorsTest")),
        Arguments.of(
            "a request type that is null",
            routers(RouterFactory.of("mine", null, List.of(), (s, c) -> null)),
            "",
            List.of("router \"mine\"", "requestType()", "returned null")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void areSaidAsTheAuthors(String what, PortyPlugin plugin, String settings, List<String> words)
      throws Exception {
    String route = what.contains("router") || !settings.isEmpty() ? ROUTE + settings : ROUTE;
    for (String message : List.of(check(plugin, route), start(plugin, route))) {
      assertThat(message).contains(words).contains(" of io.porty.plugin.PluginErrorsTest");
      assertThat(message).doesNotContain("Guice", "report it", "Did you mean", "Expected text");
    }
  }

  @Test
  void aConditionInItsOwnWordsIsTheUsersMistake() throws Exception {
    Key<String> file =
        Key.string("file", null, "Where the rules are")
            .checked(
                v -> v.endsWith(".json") ? Optional.empty() : Optional.of("must end with .json"));
    assertThat(
            check(
                router(List.of(file), (s, c) -> r -> Decision.pass()),
                ROUTE + "file = \"a.txt\"\n"))
        .contains(
            "porty.toml:8:1: routes[test].mine.file is \"a.txt\": must end with .json",
            "Write a value that fits: Where the rules are.")
        .doesNotContain("Expected text");
  }

  @Test
  void theValueOfASecretIsNotShown() throws Exception {
    Key<String> secret =
        Key.secret("token", "What it knows").checked(v -> Optional.of("must have 32 characters"));
    assertThat(
            check(
                router(List.of(secret), (s, c) -> r -> Decision.pass()),
                ROUTE + "token = \"hunter2\"\n"))
        .contains("token must have 32 characters")
        .doesNotContain("hunter2");
  }

  @Test
  void aStartThatThrowsIsSaidWithItsPlace() {
    PortyPlugin plugin =
        router(
            List.of(),
            (settings, context) ->
                new Router<>() {
                  @Override
                  public RouteAnswer route(HttpRouteRequest request) {
                    return Decision.pass();
                  }

                  @Override
                  public void start() {
                    Map.of().get(null);
                  }
                });
    assertThat(start(plugin, ROUTE))
        .contains(
            "router \"mine\" of io.porty.plugin.PluginErrorsTest",
            "did not start: java.lang.NullPointerException",
            "PluginErrorsTest$",
            ".start(");
  }

  @Test
  void aLaterWithoutAStageIsSaidWithItsPlace() {
    PortyPlugin plugin = router(List.of(), (settings, context) -> r -> RouteAnswer.async(null));
    try (CapturedOutput log = new CapturedOutput();
        TestPorty porty = TestPorty.with(plugin).route(ROUTE)) {
      assertThat(porty.get("/").statusCode()).isEqualTo(500);
      log.awaits(
          "router \"mine\" of ", "route()", "an Async answer without a stage", "PluginErrorsTest.");
    }
  }

  @Test
  void aDecisionWithNothingToChooseCannotBeMade() {
    PortyPlugin plugin =
        router(List.of(), (settings, context) -> request -> Decision.weighted(List.of(), "bad"));
    try (CapturedOutput log = new CapturedOutput();
        TestPorty porty = TestPorty.with(plugin).route(ROUTE)) {
      assertThat(porty.get("/").statusCode()).isEqualTo(500);
      log.awaits(
          "router \"mine\" of ",
          "failed in route(), on a request of route test",
          "no candidate has a weight above 0");
    }
  }

  @Test
  void aRouterOfPortysOwnNameIsNoReasonToRemovePorty() {
    PortyPlugin plugin = routers(RouterFactory.http("dynamic", List.of(), (s, c) -> r -> null));
    assertThatThrownBy(() -> TestPorty.with(plugin).route(ROUTE).close())
        .hasMessageContaining("PluginErrorsTest")
        .hasMessageContaining("\"dynamic\", which Porty ships already")
        .hasMessageContaining("Rename it, or remove io.porty.plugin.PluginErrorsTest")
        .hasMessageNotContaining("porty-mode-http");
  }
}
