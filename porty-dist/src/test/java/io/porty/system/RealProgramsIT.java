package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unpacked Porty between programs that none of us wrote: nginx, curl, wrk, redis, PostgreSQL.
 */
@Tag("any-jdk")
class RealProgramsIT {

  @TempDir static Path folder;
  private static final int NGINX = Ports.free();
  private static final int HTTP = Ports.free();
  private static final int TCP = Ports.free();
  private static Process nginx;
  private static PortyProcess porty;

  @BeforeAll
  static void start() throws IOException {
    Path www = Files.createDirectories(folder.resolve("www"));
    Files.write(www.resolve("64m.bin"), new byte[64 << 20]);
    Files.writeString(www.resolve("index.html"), "hello from nginx\n");
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
        user %3$s; worker_processes 1; daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log;
        events { worker_connections 8192; }
        http {
          access_log off; keepalive_requests 100000000; client_body_temp_path %1$s/body; client_max_body_size 1g;
          proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          server { listen 127.0.0.1:%2$d backlog=4096; root %1$s/www; location /small { return 200 "small\\n"; }
            location /upload { client_body_in_file_only clean; proxy_pass http://127.0.0.1:%2$d/counted; } location /counted { return 200 "$http_content_length$http_transfer_encoding\\n"; } }
        }
        """
                .formatted(folder, NGINX, System.getProperty("user.name")));
    nginx =
        new ProcessBuilder(Programs.need("nginx"), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Awaitility.await()
        .until(() -> Installation.curl("http://127.0.0.1:" + NGINX + "/small").exit() == 0);
    porty =
        PortyProcess.start(
            """
        listen_addr = "127.0.0.1"
        listen_port = %d
        target_port = %d
        max_connections = 2000

        [[routes]]
        name = "api"
        listen_port = %d
        mode = "http"
        log_level = "basic"
        """
                .formatted(TCP, NGINX, HTTP));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    porty.close();
    nginx.destroy();
    nginx.waitFor(10, TimeUnit.SECONDS);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + HTTP + path + "?porty_host=127.0.0.1&porty_port=" + NGINX;
  }

  @Test
  void curlKeepsItsConnection() {
    Installation.Result result = Installation.curl("-v", url("/small"), url("/small"), url("/"));

    assertThat(result.out()).isEqualTo("small\nsmall\nhello from nginx\n");
    assertThat(result.err()).contains("Re-using existing connection");
  }

  @Test
  void curlSpeaksOldHttp() {
    assertThat(Installation.curl("--http1.0", url("/")).out()).isEqualTo("hello from nginx\n");
  }

  @Test
  void curlMoves64MegabytesBothWays() throws IOException {
    Path big = folder.resolve("www/64m.bin");
    Path copy = folder.resolve("copy.bin");

    assertThat(Installation.curl("-o", copy.toString(), url("/64m.bin")).exit()).isZero();
    assertThat(Files.mismatch(big, copy)).isEqualTo(-1);
    assertThat(
            Installation.curl(
                    "-X", "POST", "-H", "Expect:", "--data-binary", "@" + big, url("/upload"))
                .out()
                .trim())
        .isEqualTo("67108864");
    Installation.Result chunked =
        Installation.curl(
            "-X",
            "POST",
            "-H",
            "Transfer-Encoding: chunked",
            "--data-binary",
            "@" + big,
            url("/upload"));
    assertThat(chunked.out().trim()).as("nginx counts what came in chunks").isEqualTo("67108864");
  }

  @Test
  void curlAsksForAContinue() throws IOException {
    Path data = Files.write(folder.resolve("2m.bin"), new byte[2 << 20]);
    Installation.Result result =
        Installation.curl(
            "-v", "-H", "Expect: 100-continue", "-T", data.toString(), url("/upload"));

    assertThat(result.err()).contains("HTTP/1.1 100 Continue").contains("HTTP/1.1 200 OK");
  }

  /** The handshake of RFC 6455 section 1.3, and bytes of another protocol behind it. */
  @Test
  void curlUpgradesToWebSocket() throws IOException {
    String switching =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    try (Backend backend =
        Backend.running(
            connection -> {
              Wire.Message request = connection.head();
              assertThat(request.first("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
              connection.send(switching + "\u0081\u0005hello");
            })) {
      Path received = folder.resolve("websocket.bin");
      Installation.Result result =
          Installation.curl(
              "-i",
              "-o",
              received.toString(),
              "--http1.1",
              "-H",
              "Connection: Upgrade",
              "-H",
              "Upgrade: websocket",
              "-H",
              "Sec-WebSocket-Version: 13",
              "-H",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "http://127.0.0.1:" + HTTP + "/chat?" + backend.query());

      assertThat(result.err()).isEmpty();
      assertThat(Files.readString(received, StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 101 Switching Protocols")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .endsWith("\r\n\r\n\u0081\u0005hello");
    }
  }

  @Test
  void redisWorksThroughTcp() throws Exception {
    int redisPort = Ports.free();
    int listen = Ports.free();
    Process redis =
        new ProcessBuilder(
                Programs.need("redis-server"),
                "--port",
                "" + redisPort,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.out").toFile())
            .start();
    try (PortyProcess through =
        PortyProcess.start(
            "listen_addr = \"127.0.0.1\"\nlisten_port = "
                + listen
                + "\ntarget_port = "
                + redisPort
                + "\n")) {
      Awaitility.await().until(() -> redisCli(redisPort, "ping").equals("PONG"));

      assertThat(redisCli(listen, "set", "greeting", "hello world")).isEqualTo("OK");
      assertThat(redisCli(listen, "get", "greeting")).isEqualTo("hello world");
      Installation.Result load =
          Installation.run(
              folder,
              Map.of(),
              "redis-benchmark",
              "-p",
              "" + listen,
              "-n",
              "20000",
              "-c",
              "20",
              "-q",
              "-t",
              "set,get,lrange_100");
      assertThat(load.out()).contains("GET:").doesNotContain("rror");
      assertThat(through.log()).contains("Connection closed").contains("Transferred:");
    } finally {
      redis.destroy();
      redis.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static String redisCli(int port, String... words) {
    String[] command = new String[words.length + 3];
    command[0] = "redis-cli";
    command[1] = "-p";
    command[2] = "" + port;
    System.arraycopy(words, 0, command, 3, words.length);
    return Installation.run(folder, Map.of(), command).out().trim();
  }

  @Test
  void postgresWorksThroughTcp() throws Exception {
    int listen = Ports.free();
    try (Postgres postgres = Postgres.start();
        PortyProcess through =
            PortyProcess.start(
                "listen_addr = \"127.0.0.1\"\nlisten_port = "
                    + listen
                    + "\ntarget_port = "
                    + postgres.port()
                    + "\n")) {
      assertThat(postgres.query(listen, "select sum(n) from generate_series(1, 100000) n"))
          .isEqualTo("5000050000");
      assertThat(
              postgres.query(
                  listen,
                  "select length(string_agg(repeat('x', 1000), '')) from generate_series(1, 5000)"))
          .isEqualTo("5000000");
      assertThat(postgres.query(listen, "select repeat('y', 3000000)")).hasSize(3_000_000);
      assertThat(through.log()).contains("New connection from");
    }
  }

  @Test
  void theGuidesMonitoringLinesWork() throws IOException {
    Installation.curl(url("/small"));
    Installation.curl("http://127.0.0.1:" + HTTP + "/nowhere");
    String pid = Long.toString(porty.pid());
    String log = porty.logFile().toString();
    Awaitility.await().until(() -> porty.log().contains("❌"));

    assertThat(shell("pgrep porty")).contains(pid);
    assertThat(shell("ss -tunlp | grep porty")).contains(":" + HTTP).contains(":" + TCP);
    assertThat(shell("ps -o %cpu,%mem -p " + pid)).contains("%CPU");
    assertThat(
            shell("grep \"ms)\" " + log + " | awk '{print $NF}' | sed 's/[()]//g' | sort -n")
                .trim())
        .matches("(?s)(\\d+ms\n?)+");
    assertThat(Integer.parseInt(shell("grep \"❌\" " + log + " | wc -l").trim())).isPositive();
    assertThat(Integer.parseInt(shell("grep \"✅\" " + log + " | wc -l").trim())).isPositive();
  }

  private static String shell(String line) {
    return Installation.run(folder, Map.of(), "sh", "-c", line).out();
  }

  @Test
  @Tag("load")
  void wrkSeesNoErrorAt100And1000Connections() {
    for (int connections : new int[] {100, 1000}) {
      for (String target : new String[] {"http://127.0.0.1:" + TCP + "/small", url("/small")}) {
        Installation.Result result =
            Installation.run(
                folder,
                Map.of(),
                "wrk",
                "-t1",
                "-c" + connections,
                "-d4s",
                "--timeout",
                "10s",
                target);

        assertThat(result.out())
            .as(target + " at " + connections)
            .doesNotContain("Socket errors")
            .doesNotContain("Non-2xx");
        Matcher count = Pattern.compile("(\\d+) requests in").matcher(result.out());
        assertThat(count.find()).isTrue();
        assertThat(Long.parseLong(count.group(1))).isGreaterThan(1000);
      }
    }
  }
}
