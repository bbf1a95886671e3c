package io.porty.http2;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Porty with one HTTP route, whose metrics and access log can be asked for. Its file is written
 * anew by {@link #reload}.
 */
final class Http2Porty implements AutoCloseable {

  private static final List<String> GAUGES =
      List.of(
          "porty_requests_in_flight",
          "porty_h2_streams",
          "porty_upstream_pending_requests",
          "porty_upstream_h2_streams");

  private final Path folder;
  private final String global;
  private final int port = Ports.free();
  private final int adminPort = Ports.free();
  private final Porty porty;

  private Http2Porty(Path folder, String global, String toml) {
    this.folder = folder;
    this.global = global;
    write(toml);
    try {
      this.porty =
          Porty.prepare(new PortyOptions(Optional.of(file()), Path.of("no-plugins"), Map.of()));
      porty.start();
    } catch (StartException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /**
   * Starts with a backend of this machine.
   *
   * @param lines of the route; of further routes behind them, whose address is {@code
   *     127.0.0.1:PORT}
   */
  static Http2Porty to(int backendPort, String... lines) {
    return with("", backendPort, lines);
  }

  /**
   * As {@link #to}, with keys of the whole file.
   *
   * @param global one line
   */
  static Http2Porty with(String global, int backendPort, String... lines) {
    try {
      return new Http2Porty(
          Files.createTempDirectory("porty-h2"), global, route(backendPort, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a backend that speaks HTTP/2. */
  static Http2Porty to(Http2Backend backend, String... lines) {
    return toTarget(backend.target(), lines);
  }

  /** With a backend that speaks HTTP/2, by its port. */
  static Http2Porty h2c(int backendPort, String... lines) {
    return toTarget("h2c://127.0.0.1:" + backendPort, lines);
  }

  /** With a target of any scheme, on one event loop. */
  static Http2Porty toTarget(String target, String... lines) {
    try {
      Path made = Files.createTempDirectory("porty-h2");
      String route = "target = \"" + target + "\"\n" + String.join("\n", lines);
      return new Http2Porty(made, "event_loops = 1", route);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String route(int backendPort, String... lines) {
    return "target = \"127.0.0.1:" + backendPort + "\"\n" + String.join("\n", lines);
  }

  private Path file() {
    return folder.resolve("porty.toml");
  }

  private Path log() {
    return folder.resolve("access.log");
  }

  private void write(String lines) {
    String text =
        """
        GLOBAL
        log_format = "json"
        log_output = "LOG"
        [admin]
        listen = "127.0.0.1:ADMIN"
        [[routes]]
        name = "h2"
        listen = "127.0.0.1:PORT"
        mode = "http"
        LINES
        """
            .replace("GLOBAL", global)
            .replace("LINES", lines)
            .replace("LOG", log().toString())
            .replace("ADMIN", Integer.toString(adminPort))
            .replace("PORT", Integer.toString(port));
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reloads with other lines of the route. */
  void reload(int backendPort, String... lines) {
    write(route(backendPort, lines));
    try {
      porty.reload();
    } catch (StartException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  int port() {
    return port;
  }

  Porty porty() {
    return porty;
  }

  Http2Client connect() {
    return Http2Client.to(port);
  }

  /** Connects from a loopback address. */
  Http2Client connect(String from) {
    return Http2Client.from(from, port);
  }

  /**
   * The value of a metric; 0 if it is not exposed.
   *
   * @param labels such as {@code limit="idle"}; empty for none but the listener
   */
  long metric(String name, String labels) {
    // Sorted by name, and none sorts behind "listener".
    String start =
        name + "{" + labels + (labels.isEmpty() ? "" : ",") + "listener=\"127.0.0.1:" + port + "\"";
    return sum(start + "}");
  }

  /** Faults of Porty itself, of any kind. */
  long internalErrors() {
    return sum("porty_internal_errors_total{");
  }

  /** Netty's direct memory, in bytes. */
  long directBytes() {
    return sum("porty_direct_memory_bytes ");
  }

  private long sum(String start) {
    return sum(metrics(), start);
  }

  private static long sum(List<String> metrics, String start) {
    return metrics.stream()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private List<String> metrics() {
    int admin = ((InetSocketAddress) porty.adminAddress().orElseThrow()).getPort();
    try (RawClient client = RawClient.to(admin)) {
      return client
          .send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .message()
          .body()
          .lines()
          .toList();
    }
  }

  /** How often a limit was reached. */
  long reached(String limit) {
    return metric("porty_h2_limits_reached_total", "limit=\"" + limit + "\"");
  }

  /** The access log's records, once there are so many. */
  List<JsonObject> records(int count) {
    await().until(() -> Files.exists(log()) && Files.readAllLines(log()).size() >= count);
    try {
      return Files.readAllLines(log()).stream()
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until no request, stream, connection of a client, or place at a backend is counted any
   * more.
   */
  void awaitRest() {
    await().pollDelay(Duration.ZERO).until(() -> porty.openConnections() == 0);
    await().pollDelay(Duration.ZERO).until(this::held, Map::isEmpty);
  }

  /** Gauges that are not 0. */
  private Map<String, Long> held() {
    List<String> metrics = metrics();
    Map<String, Long> held = new TreeMap<>();
    for (String gauge : GAUGES) {
      long value = sum(metrics, gauge + "{");
      if (value != 0) {
        held.put(gauge, value);
      }
    }
    return held;
  }

  /** Streams and what they had are given back by now; clients' connections may be idle. */
  @Override
  public void close() {
    try {
      if (porty.adminAddress().isPresent()) {
        await().pollDelay(Duration.ZERO).until(this::held, Map::isEmpty);
      }
    } finally {
      porty.close();
    }
    delete();
  }

  private void delete() {
    try {
      Files.deleteIfExists(log());
      Files.deleteIfExists(file());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
