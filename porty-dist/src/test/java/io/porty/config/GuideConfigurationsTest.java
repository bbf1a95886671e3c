package io.porty.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.ConfigInspector;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.fixture.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** The configurations of the guide that Porty keeps the promises of, letter for letter. */
class GuideConfigurationsTest {

  @TempDir Path folder;

  private PortyOptions options(String name) throws IOException {
    Path file = folder.resolve(name + ".toml");
    try (InputStream text = getClass().getResourceAsStream("/guide/" + name + ".toml")) {
      Files.copy(Objects.requireNonNull(text), file);
    }
    return new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "high-throughput, 9090, high-perf, true",
    "high-throughput, 8080, main, false",
    "low-latency, 9090, low-latency, true",
    "memory-optimized, 9090, memory-opt, false",
    "application-tuning, 8080, optimized, true"
  })
  void passesTheCheckAndRuns(String name, int port, String route, boolean http) throws Exception {
    PortyOptions options = options(name);

    ConfigInspector.check(options);

    requireFree(8080);
    requireFree(9090);
    try (Porty porty = Porty.prepare(options)) {
      porty.start();
      assertThat(porty.addresses()).anyMatch(address -> address.getPort() == port);
      assertThat(String.join("\n", porty.describe())).contains("[" + route + "]");
      try (RawClient client = RawClient.to(port)) {
        if (http) {
          assertThat(client.get("/").status()).isEqualTo(400);
        } else {
          assertThat(client.isEnded()).as("nothing listens at the target").isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"memory-optimized, 127.0.0.1:80"})
  void aTcpRouteWithoutATargetTakesTheGlobalOne(String name, String target) throws Exception {
    assertThat(ConfigInspector.effective(options(name))).contains("target_addr = \"127.0.0.1\"");
    try (Porty porty = Porty.prepare(options("high-throughput"))) {
      assertThat(String.join("\n", porty.describe())).contains("[main] -> 127.0.0.1:3000");
    }
    try (Porty porty =
        Porty.prepare(
            new PortyOptions(
                Optional.of(folder.resolve(name + ".toml")), Path.of("no-plugins"), Map.of()))) {
      assertThat(String.join("\n", porty.describe())).contains("[memory-opt] -> " + target);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      assertThat(probe.getLocalPort()).isEqualTo(port);
    } catch (IOException e) {
      throw new TestAbortedException("port " + port + " of the guide is taken on this machine");
    }
  }
}
