package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy and nginx on both sides of the PROXY protocol. */
@ExtendWith(LeakCensus.class)
class ProxyPeersTest {

  private static final String FROM = "proxy_protocol_from = [\"127.0.0.1\"]";
  private static final String STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";

  @TempDir Path folder;

  /** A program that listens at a port; it is ended by its id. */
  private record Running(Process process) implements AutoCloseable {

    static Running at(int port, Path folder, String... command) throws IOException {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      await()
          .until(
              () -> {
                try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  return probe.isConnected();
                } catch (IOException e) {
                  if (!process.isAlive()) {
                    throw new AssertionError(Files.readString(folder.resolve("out")));
                  }
                  return false;
                }
              });
      return new Running(process);
    }

    @Override
    public void close() {
      process.destroy();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Running haproxy(int port, String body) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            "defaults\n timeout connect 5s\n timeout client 10s\n timeout server 10s\n" + body);
    return Running.at(port, folder, Programs.need("haproxy"), "-db", "-f", config.toString());
  }

  private Running nginx(int port, String body) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            body.replace("FOLDER", folder.toString())
                + "user "
                + System.getProperty("user.name")
                + "; worker_processes 1; daemon off; pid "
                + folder
                + "/nginx.pid; error_log "
                + folder
                + "/error.log; events { }\n");
    return Running.at(port, folder, Programs.need("nginx"), "-c", config.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send-proxy",
        "send-proxy-v2",
        "send-proxy-v2 proxy-v2-options crc32c,unique-id",
        "send-proxy-v2-ssl-cn"
      })
  void haproxyNamesItsClients(String option) throws IOException {
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM);
        Running haproxy =
            haproxy(
                port,
                "frontend f\n mode tcp\n bind 127.0.0.1:"
                    + port
                    + "\n default_backend b\nbackend b\n mode tcp\n server s 127.0.0.1:"
                    + porty.port()
                    + " source 127.0.0.1 "
                    + option
                    + "\n");
        RawClient client = RawClient.to(port)) {
      assertThat(client.get("/").body()).isEqualTo("hello");
      assertThat(backend.requests().get(0).first("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }
  }

  /** Its health checks send LOCAL; the server is up only if they are answered. */
  @Test
  void haproxysHealthChecksAreServed() throws IOException {
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM);
        Running haproxy =
            haproxy(
                port,
                "frontend f\n mode http\n bind 127.0.0.1:"
                    + port
                    + "\n default_backend b\nbackend b\n mode http\n option httpchk GET /health\n server s 127.0.0.1:"
                    + porty.port()
                    + " send-proxy-v2 check check-send-proxy inter 100ms init-addr none\n");
        RawClient client = RawClient.to(port)) {
      await().until(() -> backend.requests().stream().anyMatch(r -> r.target().equals("/health")));
      assertThat(client.get("/").body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void haproxyUnderstandsWhatIsSent(String version) throws IOException {
    int port = Ports.free();
    try (Running haproxy =
            haproxy(
                port,
                "frontend f\n mode http\n bind 127.0.0.1:"
                    + port
                    + " accept-proxy\n http-request return status 200 content-type text/plain lf-string \"%ci:%cp\"\n");
        RunningPorty porty = RunningPorty.fixed(port, "send_proxy = \"" + version + "\"");
        RawClient client = porty.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/").body()).isEqualTo("127.0.0.1:" + client.localPort());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void nginxUnderstandsWhatIsSent(String version) throws IOException {
    int port = Ports.free();
    try (Running nginx =
            nginx(
                port,
                "http { access_log off; client_body_temp_path FOLDER/b; proxy_temp_path FOLDER/p; fastcgi_temp_path FOLDER/f; uwsgi_temp_path FOLDER/u; scgi_temp_path FOLDER/s;"
                    + " server { listen 127.0.0.1:"
                    + port
                    + " proxy_protocol; location / { return 200 \"$proxy_protocol_addr:$proxy_protocol_port\"; } } }\n");
        RunningPorty porty = RunningPorty.fixed(port, "send_proxy = \"" + version + "\"");
        RawClient client = porty.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/").body()).isEqualTo("127.0.0.1:" + client.localPort());
      }
    }
  }

  @Test
  void nginxNamesItsClients() throws IOException {
    if (!Files.exists(Path.of(STREAM_MODULE))) {
      Programs.lacking("nginx-stream", "nginx has no module for streams");
    }
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM);
        Running nginx =
            nginx(
                port,
                "load_module "
                    + STREAM_MODULE
                    + ";\nstream { server { listen 127.0.0.1:"
                    + port
                    + "; proxy_pass 127.0.0.1:"
                    + porty.port()
                    + "; proxy_protocol on; } }\n");
        RawClient client = RawClient.to(port)) {
      assertThat(client.get("/").body()).isEqualTo("hello");
      assertThat(backend.requests().get(0).first("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }
  }
}
