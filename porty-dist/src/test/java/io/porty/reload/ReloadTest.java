package io.porty.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.api.Key;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while clients are connected. */
class ReloadTest {

  @TempDir Path folder;

  private static String to(Backend backend, String... lines) {
    return "target = \"127.0.0.1:" + backend.port() + "\"\n" + String.join("\n", lines) + "\n";
  }

  private static TestPorty porty(String lines) {
    return TestPorty.with().route(lines);
  }

  @Test
  void anIdleHttpConnectionGoesOnUnderTheNewConfiguration() {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        TestPorty porty = porty(to(one));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get("/").body()).isEqualTo("one");
      for (int i = 0; i < 20; i++) {
        porty.reloadRoute(to(i % 2 == 0 ? two : one));
        assertThat(client.get("/").body()).isEqualTo(i % 2 == 0 ? "two" : "one");
      }
      await().until(() -> one.open() + two.open() <= 2);
    }
  }

  @Test
  void aRequestThatRunsEndsAsItBegan() throws Exception {
    CountDownLatch reloaded = new CountDownLatch(1);
    try (Backend slow =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
                  reloaded.await();
                  connection.send("ow");
                });
        Backend two = Backend.ok("two");
        TestPorty porty = porty(to(slow));
        RawClient client = RawClient.to(porty.port())) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      porty.reloadRoute(to(two));
      reloaded.countDown();
      assertThat(client.bytes(4)).isEqualTo("slow");
      await().untilAsserted(() -> assertThat(client.get("/").body()).isEqualTo("two"));
    }
  }

  @Test
  void aHalfSentHeadIsFinishedUnderTheNewConfiguration() {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        TestPorty porty = porty(to(one));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get("/").body()).isEqualTo("one");
      client.send("GET /half HTTP/1.1\r\nHo");
      porty.reloadRoute(to(two));
      assertThat(client.send("st: a\r\n\r\n").message().body()).isEqualTo("two");
    }
  }

  @Test
  void tcpConnectionsGoOnAsTheyBegan() {
    try (Backend echo = Backend.running(connection -> connection.echo());
        Backend two = Backend.running(connection -> connection.send("two"));
        TestPorty porty = porty("mode = \"tcp\"\n" + to(echo));
        RawClient old = RawClient.to(porty.port())) {
      assertThat(old.send("a").bytes(1)).isEqualTo("a");
      porty.reloadRoute("mode = \"tcp\"\n" + to(two));
      assertThat(old.send("b").bytes(1)).isEqualTo("b");
      try (RawClient fresh = RawClient.to(porty.port())) {
        assertThat(fresh.rest()).isEqualTo("two");
      }
      porty.reloadRoute("mode = \"tcp\"\n" + to(two));
      assertThat(old.send("c").bytes(1)).isEqualTo("c");
    }
  }

  @Test
  void theModeOfAnAddressMayChange() {
    try (Backend one = Backend.ok("one");
        TestPorty porty = porty(to(one));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get("/").body()).isEqualTo("one");
      porty.reloadRoute("mode = \"tcp\"\n" + to(one));
      assertThat(client.isEnded()).as("an idle HTTP connection is closed").isTrue();
      try (RawClient fresh = RawClient.to(porty.port())) {
        fresh.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(fresh.message().all("Via")).as("bytes are relayed").isEmpty();
      }
      assertThat(one.requests().get(1).all("Via")).isEmpty();
    }
  }

  @Test
  void addressesComeAndGo() {
    int second = Ports.free();
    try (Backend one = Backend.ok("one");
        TestPorty porty = porty(to(one))) {
      String more =
          "[[routes]]\nname = \"second\"\nlisten = \"127.0.0.1:"
              + second
              + "\"\nmode = \"http\"\n"
              + to(one);
      porty.reloadRoute(to(one) + more);
      try (RawClient client = RawClient.to(second)) {
        assertThat(client.get("/").body()).isEqualTo("one");
        porty.reloadRoute(to(one));
        assertThat(client.isEnded()).as("idle connections of a removed address close").isTrue();
      }
      assertThatThrownBy(() -> RawClient.to(second)).hasMessageContaining("refused");
      assertThat(porty.get("/").body()).isEqualTo("one");
      await().until(() -> porty.porty().openConnections() <= 1);
    }
  }

  @Test
  void whateverIsWrongChangesNothing() throws Exception {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        ServerSocket taken = new ServerSocket(0);
        TestPorty porty = porty(to(one));
        RawClient client = RawClient.to(porty.port())) {
      assertThatThrownBy(() -> porty.reloadRoute(to(two, "colour = \"red\"")))
          .hasMessageContaining("colour is not a known key");
      assertThatThrownBy(
              () ->
                  porty.reloadRoute(
                      to(two)
                          + "[[routes]]\nname = \"second\"\nlisten = \"0.0.0.0:"
                          + taken.getLocalPort()
                          + "\"\n"
                          + to(two)))
          .hasMessageContaining("in use by another program");
      assertThatThrownBy(
              () -> porty.reloadRoute(to(two, "log_output = \"" + folder + "/no/a.log\"")))
          .hasMessageContaining("its directory does not exist");
      assertThat(client.get("/").body()).isEqualTo("one");
      porty.reloadRoute(to(two));
      assertThat(client.get("/").body()).isEqualTo("two");
    }
  }

  @Test
  void aLargerLimitLetsWaitingClientsIn() {
    Semaphore answer = new Semaphore(0);
    try (Backend slow =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    answer.acquire();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
                  }
                });
        TestPorty porty = porty(to(slow, "max_connections = 1"));
        RawClient first = RawClient.to(porty.port());
        RawClient second = RawClient.to(porty.port())) {
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> slow.open() == 1);
      second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(second.isSilentFor(200)).isTrue();
      assertThat(slow.accepted()).isEqualTo(1);
      porty.reloadRoute(to(slow, "max_connections = 2"));
      await().until(() -> slow.accepted() == 2);
      answer.release(2);
      assertThat(second.message().body()).isEqualTo("one");
      assertThat(first.message().body()).isEqualTo("one");
    }
  }

  @Test
  void theTrafficLogMovesToItsNewPlaceAndLosesNothing() throws Exception {
    try (Backend one = Backend.ok("one");
        TestPorty porty =
            porty(to(one, "log_format = \"json\"", "log_output = \"" + folder + "/a.log\""));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/a");
      porty.reloadRoute(to(one, "log_format = \"json\"", "log_output = \"" + folder + "/b.log\""));
      client.get("/b");
      porty.close();
      assertThat(Files.readString(folder.resolve("a.log"))).contains("\"uri\":\"/a\"");
      assertThat(Files.readString(folder.resolve("b.log")))
          .contains("\"uri\":\"/b\"")
          .doesNotContain("\"uri\":\"/a\"");
    }
  }

  /** Writes down what happens to its routers. */
  private static final class Life implements PortyPlugin {
    private static final Key<String> NAME = Key.string("label", "?", "Who it is");
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public List<RouterFactory<?>> routers() {
      return List.of(
          RouterFactory.of(
              "life",
              RouteRequest.class,
              List.of(NAME),
              (settings, context) -> new Living(settings.get(NAME))));
    }

    private final class Living implements Router<RouteRequest> {
      private final String name;

      Living(String name) {
        this.name = name;
        events.add("create " + name);
      }

      @Override
      public RouteAnswer route(RouteRequest request) {
        return Decision.pass();
      }

      @Override
      public void inheritFrom(Object predecessor) {
        events.add(name + " takes over " + ((Living) predecessor).name);
      }

      @Override
      public void start() {
        if (name.equals("bad")) {
          throw new IllegalStateException("bad from the start");
        }
        events.add("start " + name);
      }

      @Override
      public void drain() {
        events.add("drain " + name);
      }

      @Override
      public void close() {
        events.add("close " + name);
      }
    }
  }

  @Test
  void pluginsHandTheirStateOverAndEndAfterTheirLastConnection() {
    Life life = new Life();
    try (Backend echo = Backend.running(connection -> connection.echo())) {
      String lines =
          "mode = \"tcp\"\nrouters = [\"life\", \"fixed\"]\n"
              + to(echo, "[routes.life]", "label = ");
      try (TestPorty porty = TestPorty.with(life).route(lines.strip() + "\"one\"\n");
          RawClient client = RawClient.to(porty.port())) {
        assertThat(client.send("a").bytes(1)).isEqualTo("a");
        porty.reloadRoute(lines.strip() + "\"two\"\n");
        assertThat(life.events)
            .containsExactly(
                "create one",
                "start one",
                "create two",
                "two takes over one",
                "start two",
                "drain one");
        assertThatThrownBy(() -> porty.reloadRoute(lines.strip() + "\"bad\"\n"))
            .hasMessageContaining("did not start: bad from the start");
        life.events.clear();
        assertThat(client.send("b").bytes(1)).isEqualTo("b");
        assertThat(life.events).isEmpty();
        client.close();
        await().untilAsserted(() -> assertThat(life.events).containsExactly("close one"));
        life.events.clear();
      }
      assertThat(life.events).as("closed at once").containsExactly("close two");
    }
  }

  /** Answers by the port that it serves, and knows which one its predecessor served. */
  private static final class Ported implements PortyPlugin {
    @Override
    public List<RouterFactory<?>> routers() {
      return List.of(
          RouterFactory.of(
              "ported", HttpRouteRequest.class, List.of(), (settings, context) -> new Serving()));
    }

    private static final class Serving implements Router<HttpRouteRequest> {
      private volatile int port;
      private volatile int before;

      @Override
      public void inheritFrom(Object predecessor) {
        before = ((Serving) predecessor).port;
      }

      @Override
      public RouteAnswer route(HttpRouteRequest request) {
        port = ((InetSocketAddress) request.local()).getPort();
        return Decision.respond(404, "none", port == before ? "own" : "other");
      }
    }
  }

  @Test
  void aRouterAtEachAddressTakesOverFromTheOneAtItsOwn() {
    int first = Ports.free();
    int second = Ports.free();
    String toml =
        "[[routes]]\nname = \"a\"\nmode = \"http\"\nrouters = [\"ported\"]\nlisten = [\"127.0.0.1:"
            + first
            + "\", \"127.0.0.1:"
            + second
            + "\"]\n";
    try (TestPorty porty = TestPorty.with(new Ported()).config(toml);
        RawClient one = RawClient.to(first);
        RawClient two = RawClient.to(second)) {
      assertThat(one.get("/").body()).contains("other");
      assertThat(two.get("/").body()).contains("other");
      porty.reload(toml + "log_level = \"none\"\n");
      assertThat(two.get("/").body()).contains("own");
      assertThat(one.get("/").body()).contains("own");
    }
  }
}
