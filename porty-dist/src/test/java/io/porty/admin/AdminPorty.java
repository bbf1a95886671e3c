package io.porty.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Porty with an admin endpoint, from a file that may be written anew. */
final class AdminPorty implements AutoCloseable {

  private final Path file;
  private final int port = Ports.free();
  private final Porty porty;

  /**
   * @param toml PORT stands for a free port, ADMIN for an endpoint on a free port
   */
  AdminPorty(Path folder, String toml) {
    this.file = folder.resolve("porty.toml");
    write(toml);
    try {
      this.porty =
          Porty.prepare(new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()));
      porty.start();
    } catch (StartException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  void write(String toml) {
    try {
      Files.writeString(
          file,
          toml.replace("ADMIN", "[admin]\nlisten = \"127.0.0.1:" + Ports.free() + "\"\n")
              .replace("PORT", Integer.toString(port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  Porty porty() {
    return porty;
  }

  int adminPort() {
    return ((InetSocketAddress) porty.adminAddress().orElseThrow()).getPort();
  }

  Wire.Message ask(String method, String target, String... fields) {
    return ask(adminPort(), method, target, List.of(fields));
  }

  static Wire.Message ask(int port, String method, String target, List<String> fields) {
    boolean named = fields.stream().anyMatch(f -> f.startsWith("Host:"));
    try (RawClient client = RawClient.to(port)) {
      return client
          .send(
              method
                  + " "
                  + target
                  + " HTTP/1.1\r\n"
                  + (named ? "" : "Host: localhost\r\n")
                  + String.join("", fields.stream().map(f -> f + "\r\n").toList())
                  + "Content-Length: 0\r\n\r\n")
          .message();
    }
  }

  String get(String target) {
    return ask("GET", target).body();
  }

  JsonElement json(String target) {
    return JsonParser.parseString(get(target));
  }

  @Override
  public void close() {
    porty.close();
  }
}
