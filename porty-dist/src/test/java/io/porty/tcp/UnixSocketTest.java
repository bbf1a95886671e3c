package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unix domain sockets on both sides, in both modes. */
class UnixSocketTest {

  /** Short: the path of a socket may have 107 bytes. */
  private Path folder = Path.of(".");

  @BeforeEach
  void makeFolder() throws IOException {
    // There they are refused, by a message that another test looks at.
    assumeTrue(RunningPorty.transport().equals("auto"));
    folder = Files.createTempDirectory(Path.of("/tmp"), "porty");
  }

  @AfterEach
  void removeFolder() throws IOException {
    if (folder.equals(Path.of("."))) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private RunningPorty listening(String target, String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"unix\"\nlisten = \"unix:"
            + folder
            + "/in.sock\"\ntarget = \""
            + target
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  private String ask(String request) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(folder.resolve("in.sock")));
      client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
      client.shutdownOutput();
      StringBuilder all = new StringBuilder();
      ByteBuffer part = ByteBuffer.allocate(65_536);
      while (client.read(part) >= 0) {
        all.append(StandardCharsets.ISO_8859_1.decode(part.flip()));
        part.clear();
      }
      return all.toString();
    }
  }

  @Test
  void servesHttpOnASocketFile() throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = listening("127.0.0.1:" + backend.port(), "mode = \"http\"")) {
      String answer = ask("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hello");
      assertThat(backend.requests().get(0).all("X-Forwarded-For"))
          .as("such a client has no address")
          .isEmpty();
      assertThat(Files.getPosixFilePermissions(folder.resolve("in.sock")))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }
    assertThat(folder.resolve("in.sock")).doesNotExist();
  }

  @Test
  void aFrontOnASocketFileCanBeTrusted() throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            listening(
                "127.0.0.1:" + backend.port(), "mode = \"http\"\ntrusted_proxies = [\"unix\"]")) {
      ask(
          "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
              + "Connection: close\r\n\r\n");
      assertThat(backend.requests().get(0).all("X-Forwarded-For")).containsExactly("192.0.2.7");
      assertThat(backend.requests().get(0).all("X-Forwarded-Proto")).containsExactly("https");
    }
  }

  @Test
  void relaysTcpBetweenASocketFileAndAPortWithHalfClose() throws Exception {
    try (Backend backend =
            Backend.running(
                connection -> {
                  String all = connection.rest();
                  connection.send(all.length() + " bytes");
                });
        RunningPorty porty =
            listening("127.0.0.1:" + backend.port(), "[routes.unix]", "file_mode = \"600\"")) {
      assertThat(ask("x".repeat(3_000_000))).isEqualTo("3000000 bytes");
      assertThat(Files.getPosixFilePermissions(folder.resolve("in.sock")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void forwardsBothModesToASocketFile() throws Exception {
    Path path = folder.resolve("out.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread serving = new Thread(() -> serve(server));
      serving.start();
      String target = "target = \"unix:" + path + "\"\n";
      try (RunningPorty porty =
              RunningPorty.start(
                  "log_requests = false\n[[routes]]\nname = \"http\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\n"
                      + target);
          RawClient client = porty.connect()) {
        assertThat(client.get("/a").body()).isEqualTo("GET /a HTTP/1.1, Host: localhost");
        assertThat(client.get("/b").body()).isEqualTo("GET /b HTTP/1.1, Host: localhost");
      }
      try (RunningPorty porty =
              RunningPorty.start(
                  "log_requests = false\n[[routes]]\nname = \"tcp\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\n"
                      + target);
          RawClient client = porty.connect()) {
        assertThat(client.send("GET /c HTTP/1.1\r\nHost: x\r\n\r\n").message().body())
            .isEqualTo("GET /c HTTP/1.1, Host: x");
      }
    }
  }

  private static void serve(ServerSocketChannel server) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        new Thread(() -> answer(client)).start();
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private static void answer(SocketChannel client) {
    ByteBuffer in = ByteBuffer.allocate(65_536);
    try (client) {
      while (client.read(in.clear()) > 0) {
        String[] lines = StandardCharsets.ISO_8859_1.decode(in.flip()).toString().split("\r\n");
        String body = lines[0] + ", " + lines[1];
        client.write(
            ByteBuffer.wrap(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1)));
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  @Test
  void says502WhenNobodyListensOnTheTarget() {
    try (RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"http\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nmax_retries = 0\ntarget = \"unix:"
                    + folder
                    + "/nobody.sock\"\n");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void replacesAStaleFileButNothingElse() throws Exception {
    Path path = folder.resolve("in.sock");
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = listening("127.0.0.1:" + backend.port(), "mode = \"http\"")) {
      assertThat(ask("GET / HTTP/1.0\r\n\r\n")).endsWith("hello");
      assertThatThrownBy(() -> listening("127.0.0.1:1"))
          .hasMessageContaining("in use by another program");
      assertThat(ask("GET / HTTP/1.0\r\n\r\n")).as("still there").endsWith("hello");
    }
    Files.writeString(path, "precious");
    assertThatThrownBy(() -> listening("127.0.0.1:1"))
        .hasMessageContaining("the file exists and is not a socket");
    assertThat(path).hasContent("precious");
  }

  /** A load balancer on this machine names its client; what has no address is named as unknown. */
  @Test
  void proxyHeadersPassBothWays() throws IOException {
    try (Backend backend =
            Backend.running(
                connection -> connection.send(connection.line() + "," + connection.line()));
        RunningPorty porty =
            listening(
                "127.0.0.1:" + backend.port(),
                "proxy_protocol_from = [\"unix\"]",
                "send_proxy = \"v1\"")) {
      assertThat(ask("PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\nhello\r\n"))
          .isEqualTo("PROXY TCP4 192.0.2.7 192.0.2.8 1 2,hello");
      assertThat(ask("PROXY UNKNOWN\r\nhello\r\n")).isEqualTo("PROXY UNKNOWN,hello");
    }
  }
}
