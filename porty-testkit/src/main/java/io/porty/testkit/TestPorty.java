package io.porty.testkit;

import io.porty.api.plugin.PortyPlugin;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Supplier;

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

  private static final String PORT = "{port}";
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
  private String listener = "";
  private String port = "0";
  private Path file = Path.of("no-file");
  private Optional<Porty> porty = Optional.empty();

  private TestPorty(List<PortyPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /** Creates a Porty, not started yet, with these plugins besides the shipped ones. */
  public static TestPorty with(PortyPlugin... plugins) {
    return new TestPorty(List.of(plugins));
  }

  /**
   * Starts backends; {@code {name}} in a configuration is replaced by the target of that backend.
   */
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
    String toml = wholeRoute(lines);
    // With one port only, Porty chooses a free one (port 0).
    boolean alone = toml.indexOf(PORT) == toml.lastIndexOf(PORT);
    return start(toml, alone ? () -> "0" : TestPorty::freePort);
  }

  /**
   * Sets the listener for {@link #route}.
   *
   * @param lines of its table, as below {@code [[listeners]]}: its kind, and its settings; name and
   *     address are not needed
   * @since 0.2
   */
  public TestPorty listener(String lines) {
    listener = lines;
    return this;
  }

  private String wholeRoute(String lines) {
    String mode = lines.matches("(?s)(.*\n)?\\s*mode\\s*=.*") ? "" : "mode = \"http\"\n";
    if (listener.isEmpty()) {
      return "[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\n" + mode + lines;
    }
    String address = needsAddress() ? "address = \"127.0.0.1:{port}\"\n" : "";
    return "[[listeners]]\nname = \"test\"\n"
        + address
        + listener
        + "\n[[routes]]\nname = \"test\"\nlistener = \"test\"\n"
        + mode
        + lines;
  }

  /** Some listener kinds of plugins have no address key. */
  private boolean needsAddress() {
    return plugins.stream()
        .flatMap(plugin -> plugin.listeners().stream())
        .noneMatch(one -> !one.needsAddress() && listener.contains('"' + one.name() + '"'));
  }

  /**
   * Starts with a whole configuration.
   *
   * @param toml {@code {port}} stands for a free port, {@code {name}} for the target of a backend
   */
  public TestPorty config(String toml) {
    return start(toml, TestPorty::freePort);
  }

  private TestPorty start(String toml, Supplier<String> ports) {
    try {
      file = Files.createTempFile("porty-test", ".toml");
      for (int attempt = 1; !starts(toml, ports.get(), attempt); attempt++) {
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

  /** Retries with another port, because a free port may be taken before it is bound. */
  private boolean starts(String toml, String at, int attempt) throws StartException, IOException {
    port = at;
    write(toml);
    Porty started =
        Porty.prepare(
            new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of(), traffic, plugins));
    porty = Optional.of(started);
    try {
      started.start();
      if (port.equals("0") && !started.addresses().isEmpty()) {
        port = Integer.toString(started.addresses().get(0).getPort());
      }
      return true;
    } catch (StartException e) {
      boolean taken =
          e.exitCode() == StartException.ADDRESS_IN_USE && e.getMessage().contains(port);
      if (!taken || attempt == MAX_ATTEMPTS) {
        throw e;
      }
      started.close();
      return false;
    }
  }

  private void write(String toml) throws IOException {
    String text = toml.replace(PORT, port);
    for (TestBackend backend : backends.values()) {
      text = text.replace("{" + backend.name() + "}", backend.target());
    }
    Files.writeString(file, text);
  }

  /** Reloads with other lines for the route. */
  public void reloadRoute(String lines) {
    reload(wholeRoute(lines));
  }

  /** Reloads with another configuration. */
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

  private static String freePort() {
    return Integer.toString(Ports.free());
  }

  private Porty started() {
    return porty.orElseThrow(
        () -> new IllegalStateException("not started: call route(...) or config(...) first"));
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

  /** Sends a request. */
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

  /** The access log's standard output so far. It is written asynchronously: poll for a line. */
  public String traffic() {
    return traffic.toString(StandardCharsets.UTF_8);
  }

  /** The running Porty. */
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
