package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.Explanation;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code porty explain} says of routers with a life of their own. */
class ExplainTest {

  @TempDir Path folder;

  private final List<String> calls = new CopyOnWriteArrayList<>();

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.http("table", List.of(), (settings, context) -> new Table("")),
              RouterFactory.http("away", List.of(), (settings, context) -> new Table("away")),
              RouterFactory.http(
                  "later",
                  List.of(),
                  (settings, context) ->
                      request ->
                          RouteAnswer.async(
                              CompletableFuture.supplyAsync(
                                  () ->
                                      request.routeName().isEmpty()
                                          ? Decision.pass()
                                          : Decision.to(new Target("late", 1), "later"),
                                  context.blocking()))),
              RouterFactory.http(
                  "laterpass",
                  List.of(),
                  (settings, context) ->
                      request ->
                          RouteAnswer.async(CompletableFuture.completedFuture(Decision.pass()))),
              RouterFactory.http(
                  "throws",
                  List.of(),
                  (settings, context) ->
                      request -> {
                        throw new IllegalStateException("on purpose");
                      }));
        }
      };

  private final class Table implements Router<HttpRouteRequest> {
    private final String trouble;
    private Map<String, Target> table = Map.of();

    Table(String trouble) {
      this.trouble = trouble;
    }

    @Override
    public void start() throws IOException {
      calls.add("start");
      if (!trouble.isEmpty()) {
        throw new IOException("the database is " + trouble);
      }
      table = Map.of("/a", new Target("loaded", 7));
    }

    @Override
    public RouteAnswer route(HttpRouteRequest request) {
      Target target = table.get(request.path());
      return target == null ? Decision.pass() : Decision.to(target, "table");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private Explanation explain(String routers, String path) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            "log_requests = false\n[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:9090\"\nmode = \"http\"\ntarget = \"fixed:1\"\nrouters = "
                + routers
                + "\n");
    try (Porty porty =
        Porty.prepare(
            new PortyOptions(
                Optional.of(file),
                Path.of("no-plugins"),
                Map.of(),
                OutputStream.nullOutputStream(),
                List.of(plugin)))) {
      return porty.explain(9090, "GET", "localhost:9090", path, Map.of());
    }
  }

  @Test
  void routersAreStartedBeforeTheyAreAskedAndEnded() throws Exception {
    assertThat(explain("[\"table\", \"fixed\"]", "/a").result())
        .isEqualTo("forward to loaded:7 (table)");
    assertThat(calls).containsExactly("start", "close");
    assertThat(explain("[\"table\", \"fixed\"]", "/b").result())
        .isEqualTo("forward to fixed:1 (fixed)");
  }

  @Test
  void oneThatCannotBeStartedIsSaid() throws Exception {
    Explanation explanation = explain("[\"away\", \"fixed\"]", "/a");
    assertThat(explanation.result()).isEqualTo("unknown: router away did not start");
    assertThat(explanation.steps().get(0).answer())
        .contains("cannot be called: router \"away\" of ", "did not start: the database is away");
  }

  @Test
  void aLaterDecisionIsWaitedFor() throws Exception {
    Explanation explanation = explain("[\"later\", \"fixed\"]", "/a");
    assertThat(explanation.steps().get(0).answer())
        .isEqualTo("decides asynchronously: forward to late:1 (later)");
    assertThat(explanation.result()).isEqualTo("forward to late:1 (later)");
    assertThat(explain("[\"laterpass\", \"fixed\"]", "/a").result())
        .isEqualTo("forward to fixed:1 (fixed)");
  }

  @Test
  void whatChangesInAnAnswerAloneIsNoChangeOfTheRequest() throws Exception {
    assertThat(explain("[\"dynamic\"]", "/?porty_host=a.example&porty_port=80").result())
        .isEqualTo("forward to a.example:80 (dynamic)");
  }

  @Test
  void oneThatThrowsWouldRefuse() throws Exception {
    assertThat(explain("[\"throws\", \"fixed\"]", "/a").result())
        .isEqualTo("500: A routing plugin failed");
  }
}
