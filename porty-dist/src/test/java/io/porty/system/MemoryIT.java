package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory for buffers runs short. */
class MemoryIT {

  private static final int STUCK = 300;
  private static final String PIECE = "x".repeat(64 * 1024);

  /** One that asks for more than it ever reads. */
  private static Socket stuck(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket
        .getOutputStream()
        .write("GET /much HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  @Tag("load")
  void newWorkWaitsAndGoesOnWhenThereIsEnoughAgain() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    List<Socket> stuck = new ArrayList<>();
    try (Backend backend =
            Backend.running(
                connection -> {
                  if (!connection.message().target().equals("/much")) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    return;
                  }
                  // A body of known length would wait in the kernel (docs/decisions/048).
                  connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    connection
                        .send(Integer.toHexString(PIECE.length()) + "\r\n")
                        .send(PIECE)
                        .send("\r\n");
                  }
                });
        PortyProcess porty =
            PortyProcess.startWith(
                "PORTY_OPTS",
                "-XX:MaxDirectMemorySize=16m",
                "max_connections = 5000\nlog_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:"
                    + port
                    + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n")) {
      String url = "http://127.0.0.1:" + port + "/";
      String metrics = "http://127.0.0.1:" + admin + "/metrics";
      assertThat(Installation.curl(url).out()).isEqualTo("ok");
      for (int i = 0; i < STUCK; i++) {
        stuck.add(stuck(port));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Installation.curl(metrics).out().contains("porty_memory_pressure 1.0"));
      assertThat(Installation.curl("--max-time", "1", url).err()).contains("timed out");
      assertThat(Installation.curl(metrics).out())
          .contains("porty_requests_in_flight{route=\"web\"} " + (double) STUCK)
          .doesNotContain("porty_failures_total");
      for (Socket one : stuck) {
        one.close();
      }
      long freed = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> Installation.curl("--max-time", "2", url).out().equals("ok"));
      assertThat(Duration.ofNanos(System.nanoTime() - freed)).isLessThan(Duration.ofSeconds(3));
      assertThat(Installation.curl(metrics).out()).contains("porty_memory_pressure 0.0");
      await().until(() -> porty.log().contains("memory for buffers is short"));
      assertThat(porty.log()).doesNotContain("OutOfMemory").doesNotContain("Exception");
    } finally {
      for (Socket one : stuck) {
        one.close();
      }
    }
  }
}
