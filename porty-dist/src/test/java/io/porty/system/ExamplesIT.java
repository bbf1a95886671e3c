package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.Scratch;
import io.porty.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template and the sample plugins as a user builds them: in the unpacked archive, outside of
 * this build, dropped into {@code plugins/} and driven with curl.
 */
@Tag("any-jdk")
class ExamplesIT {

  @TempDir static Path folder;
  private static Path home;
  private static Path repository;

  @BeforeAll
  static void copyTheInstallation() throws IOException {
    home = folder.resolve("porty");
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
    localRepository();
  }

  /**
   * This machine's Maven repository but for our own artifacts, which have to come from the archive.
   */
  private static void localRepository() throws IOException {
    Path real = Path.of(System.getProperty("porty.maven.repository"));
    repository = Scratch.folder("porty-m2");
    Path own = Files.createDirectory(repository.resolve("io"));
    link(real, repository, "io");
    link(real.resolve("io"), own, "porty");
  }

  private static void link(Path from, Path to, String butNot) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        if (!child.getFileName().toString().equals(butNot)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child);
        }
      }
    }
  }

  private static void build(String example, String plugin) throws Exception {
    Path log = folder.resolve(example + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + repository, "package")
            .directory(home.resolve("docs/examples").resolve(example).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // For a few seconds of work, the optimizing compiler costs more than it saves.
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process maven = builder.start();
    assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
    Path built = home.resolve("docs/examples").resolve(example).resolve("target/plugin/" + plugin);
    Installation.run(
        folder, Map.of(), "cp", "-r", built.toString(), home.resolve("plugins").toString());
  }

  private static String curl(int port, String path, String... options) {
    String[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = "http://127.0.0.1:" + port + path;
    return Installation.curl(all).out();
  }

  @Test
  void theTemplateRoutesBetaUsers() throws Exception {
    build("router-template", "beta");
    int port = Ports.free();
    try (Backend site = Backend.ok("site");
        Backend beta = Backend.ok("beta");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                """
                [[routes]]
                name = "site"
                listen = "127.0.0.1:%d"
                mode = "http"
                routers = ["beta", "fixed"]
                target = "127.0.0.1:%d"
                [routes.beta]
                target = "127.0.0.1:%d"
                """
                    .formatted(port, site.port(), beta.port()))) {
      assertThat(curl(port, "/")).isEqualTo("site");
      assertThat(curl(port, "/beta/x")).isEqualTo("beta");
      assertThat(Installation.run(home, Map.of(), home + "/bin/porty", "plugins", "beta").out())
          .contains("target = none")
          .contains("Where beta requests go");
    }
  }

  @Test
  void blueGreenSwitchesByAFileForTcpToo() throws Exception {
    build("blue-green", "blue-green");
    int http = Ports.free();
    int tcp = Ports.free();
    Path file = Files.writeString(folder.resolve("active"), "blue");
    try (Backend blue = Backend.ok("blue");
        Backend green = Backend.ok("green");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                (route("http", http, blue, green, file) + route("tcp", tcp, blue, green, file)))) {
      assertThat(curl(http, "/")).isEqualTo("blue");
      assertThat(curl(tcp, "/")).isEqualTo("blue");
      Files.writeString(file, "green");
      await().until(() -> curl(http, "/").equals("green") && curl(tcp, "/").equals("green"));
      await().until(() -> porty.log().contains("active release: green, before: blue"));
    }
  }

  private static String route(String mode, int port, Backend blue, Backend green, Path file) {
    return """
    [[routes]]
    name = "%1$s"
    listen = "127.0.0.1:%2$d"
    mode = "%1$s"
    routers = ["blue_green"]
    [routes.blue_green]
    file = "%3$s"
    [[routes.blue_green.releases]]
    name = "blue"
    target = "127.0.0.1:%4$d"
    [[routes.blue_green.releases]]
    name = "green"
    target = "127.0.0.1:%5$d"
    """
        .formatted(mode, port, file, blue.port(), green.port());
  }

  @Test
  void theLineModeSpeaksItsOwnProtocol() throws Exception {
    build("line-mode", "lines");
    int port = Ports.free();
    try (Backend shop = Backend.ok("shop");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                """
                [[routes]]
                name = "lines"
                listen = "127.0.0.1:%d"
                mode = "lines"
                [[routes.service.services]]
                name = "shop"
                target = "127.0.0.1:%d"
                """
                    .formatted(port, shop.port()));
        RawClient client = RawClient.to(port)) {
      client.send("shop\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("shop");
    }
  }

  @Test
  void redisNamesTheTargets() throws Exception {
    build("redis-router", "redis");
    int redisPort = Ports.free();
    int port = Ports.free();
    Process redis =
        new ProcessBuilder(
                Programs.need("redis-server"),
                "--port",
                "" + redisPort,
                "--save",
                "",
                "--appendonly",
                "no")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (Backend shop = Backend.ok("shop");
        Backend next = Backend.ok("next");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                """
                [[routes]]
                name = "shops"
                listen = "127.0.0.1:%d"
                mode = "http"
                routers = ["redis"]
                [routes.redis]
                server = "127.0.0.1:%d"
                remember_seconds = 0.2
                """
                    .formatted(port, redisPort))) {
      await().until(() -> redis(redisPort, "PING").equals("PONG"));
      redis(redisPort, "SET", "porty:shop.example", "127.0.0.1:" + shop.port());
      assertThat(curl(port, "/", "-H", "Host: Shop.example:8080")).isEqualTo("shop");
      redis(redisPort, "SET", "porty:shop.example", "127.0.0.1:" + next.port());
      await().until(() -> curl(port, "/", "-H", "Host: shop.example").equals("next"));
      assertThat(curl(port, "/", "-H", "Host: nobody.example")).startsWith("421 ");
      redis.destroy();
      redis.waitFor();
      assertThat(curl(port, "/", "-H", "Host: shop.example")).isEqualTo("next");
      assertThat(curl(port, "/", "-H", "Host: other.example")).startsWith("503 ");
    } finally {
      redis.destroy();
    }
  }

  private static String redis(int port, String... command) {
    String[] all = new String[command.length + 3];
    System.arraycopy(new String[] {"redis-cli", "-p", "" + port}, 0, all, 0, 3);
    System.arraycopy(command, 0, all, 3, command.length);
    return Installation.run(folder, Map.of(), all).out().trim();
  }

  @Test
  void theSqlLogWritesToPostgres() throws Exception {
    build("sql-log", "sql");
    int port = Ports.free();
    try (Postgres postgres = Postgres.start();
        Backend site = Backend.ok("site")) {
      try (PortyProcess porty =
          PortyProcess.startAt(
              home,
              """
              log_format = ["json", "sql"]
              [sql]
              url = "jdbc:postgresql://127.0.0.1:%d/postgres"
              user = "porty"
              [[routes]]
              name = "site"
              listen = "127.0.0.1:%d"
              mode = "http"
              target = "127.0.0.1:%d"
              """
                  .formatted(postgres.port(), port, site.port()))) {
        for (int i = 0; i < 20; i++) {
          assertThat(curl(port, "/users?id=" + i)).isEqualTo("site");
        }
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> postgres.query("SELECT count(*) FROM traffic").equals("20"));
        assertThat(porty.log()).contains("\"uri\":\"/users?id=7\"");
      }
      assertThat(
              postgres.query(
                  "SELECT route || status || bytes_out FROM traffic WHERE uri = '/users?id=7'"))
          .isEqualTo("site2004");
    }
  }

  @Test
  void theOtelLogSendsSpansToACollector() throws Exception {
    build("otel-log", "otel");
    int port = Ports.free();
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          synchronized (received) {
            received.write(body);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                """
                log_format = "otel"
                [otel]
                endpoint = "http://127.0.0.1:%d/v1/traces"
                [[routes]]
                name = "site"
                listen = "127.0.0.1:%d"
                mode = "http"
                trace = "span"
                target = "127.0.0.1:%d"
                """
                    .formatted(collector.getAddress().getPort(), port, site.port()))) {
      String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
      curl(port, "/users", "-H", "traceparent: 00-" + trace + "-00f067aa0ba902b7-01");
      String id =
          new String(HexFormat.of().parseHex(trace), java.nio.charset.StandardCharsets.ISO_8859_1);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                synchronized (received) {
                  String all = received.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
                  return all.contains(id) && all.contains("/users");
                }
              });
    } finally {
      collector.stop(0);
    }
  }

  /** Whether something listens there. */
  static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
