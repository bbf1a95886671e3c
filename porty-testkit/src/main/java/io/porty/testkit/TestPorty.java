package io.porty.testkit;

import io.porty.api.plugin.PortyPlugin;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real Porty in this JVM, with plugins and backends, on a free port of the loopback address.
 *
 * <pre>{@code
 * try (TestPorty porty =
 *     TestPorty.with(new BetaPlugin()).backends("site", "beta").route("""
 *         routers = ["beta", "fixed"]
 *         target = "{site}"
 *         [routes.beta]
 *         target = "{beta}"
 *         """)) {
 *   assertEquals("beta", porty.get("/beta").body());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class TestPorty implements AutoCloseable {

  private static final int MAX_ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<PortyPlugin> plugins;
  private final Map<String, TestBackend> backends = new LinkedHashMap<>();
  private final ByteArrayOutputStream traffic = new ByteArrayOutputStream();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private int port;
  private Path file = Path.of("no-file");
  private Optional<Porty> porty = Optional.empty();

  private TestPorty(List<PortyPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /** One that has these plugins besides its own; not started yet. */
  public static TestPorty with(PortyPlugin... plugins) {
    return new TestPorty(List.of(plugins));
  }

  /** Starts backends; {@code {name}} stands for the target of each in what follows. */
  public TestPorty backends(String... names) {
    for (String name : names) {
      backends.put(name, TestBackend.named(name));
    }
    return this;
  }

  /**
   * Starts with one HTTP route.
   *
   * @param lines of the route, as below {@code [[routes]]}; name, listen and mode are not needed
   */
  public TestPorty route(String lines) {
    return config(wholeRoute(lines));
  }

  private String wholeRoute(String lines) {
    String mode = lines.matches("(?s)(.*\n)?\\s*mode\\s*=.*") ? "" : "mode = \"http\"\n";
    String listen = needsAddress(lines) ? "listen = \"127.0.0.1:{port}\"\n" : "";
    return "[[routes]]\nname = \"test\"\n" + listen + mode + lines;
  }

  /** A listener of the plugins under test may know by itself where it listens. */
  private boolean needsAddress(String lines) {
    return plugins.stream()
        .flatMap(plugin -> plugin.listeners().stream())
        .noneMatch(one -> !one.needsAddress() && lines.contains('"' + one.name() + '"'));
  }

  /**
   * Starts with a whole configuration.
   *
   * @param toml {@code {port}} stands for a free port, {@code {name}} for the target of a backend
   */
  public TestPorty config(String toml) {
    try {
      file = Files.createTempFile("porty-test", ".toml");
      for (int attempt = 1; !starts(toml, attempt); attempt++) {
        continue;
      }
    } catch (StartException e) {
      close();
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A port that was free may be taken a moment later: then it tries another one. */
  private boolean starts(String toml, int attempt) throws StartException, IOException {
    port = freePort();
    write(toml);
    Porty started =
        Porty.prepare(
            new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of(), traffic, plugins));
    porty = Optional.of(started);
    try {
      started.start();
      return true;
    } catch (StartException e) {
      boolean taken =
          e.exitCode() == StartException.ADDRESS_IN_USE
              && e.getMessage().contains(Integer.toString(port));
      if (!taken || attempt == MAX_ATTEMPTS) {
        throw e;
      }
      started.close();
      return false;
    }
  }

  private void write(String toml) throws IOException {
    String text = toml.replace("{port}", Integer.toString(port));
    for (TestBackend backend : backends.values()) {
      text = text.replace("{" + backend.name() + "}", backend.target());
    }
    Files.writeString(file, text);
  }

  /** Has the running one read other lines for its route, as HUP does. */
  public void reloadRoute(String lines) {
    reload(wholeRoute(lines));
  }

  /** Has the running one read another configuration, as HUP does. */
  public void reload(String toml) {
    try {
      write(toml);
      started().reload();
    } catch (StartException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Porty started() {
    return porty.orElseThrow(
        () -> new IllegalStateException("not started: say route(...) or config(...) first"));
  }

  /** The port of the first listener. */
  public int port() {
    return started().addresses().get(0).getPort();
  }

  /** A URL of the first listener. */
  public URI url(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port() + pathAndQuery);
  }

  /**
   * A GET request.
   *
   * @param headers name, value, name, value
   */
  public HttpResponse<String> get(String pathAndQuery, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url(pathAndQuery)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Any request. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }

  /** The backend of this name. */
  public TestBackend backend(String name) {
    TestBackend backend = backends.get(name);
    if (backend == null) {
      throw new IllegalArgumentException("no backend \"" + name + "\" among " + backends.keySet());
    }
    return backend;
  }

  /** What the traffic log has written to standard output so far. It comes a moment later. */
  public String traffic() {
    return traffic.toString(StandardCharsets.UTF_8);
  }

  /** The Porty itself. */
  public Porty porty() {
    return started();
  }

  @Override
  public void close() {
    porty.ifPresent(Porty::close);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    backends.values().forEach(TestBackend::close);
  }
}
