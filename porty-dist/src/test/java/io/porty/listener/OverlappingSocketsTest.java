package io.porty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.engine.StartException;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** A socket that is in the way because this Porty holds it gives way, and its clients go on. */
class OverlappingSocketsTest {

  private static final List<String> ADDRESSES =
      List.of("0.0.0.0", "127.0.0.1", "localhost", "[::]", "127.0.0.1", "*", "127.0.0.1");

  private static String text(String transport, String address, Backend backend, String... lines) {
    return "transport = \""
        + transport
        + "\"\nevent_loops = 2\nlog_requests = false\n[[routes]]\nname = \"a\"\nmode = \"http\"\nlisten = \""
        + address
        + ":{port}\"\ntarget = \"127.0.0.1:"
        + backend.port()
        + "\"\nallow_targets = [\"127.0.0.1\"]\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static TestPorty start(String toml) {
    try {
      return TestPorty.with().config(toml);
    } catch (AssertionError e) {
      if (e.getMessage().contains("does not work on this machine")) {
        throw new TestAbortedException(e.getMessage());
      }
      throw e;
    }
  }

  @ParameterizedTest
  @CsvSource({"auto, 100", "auto, 2000", "nio, 100", "io_uring, 2000"})
  void aReloadGoesFromOneAddressToTheOther(String transport, int limit) {
    String max = "max_connections = " + limit;
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = start(text(transport, "127.0.0.1", backend, max));
        RawClient kept = RawClient.to(porty.port())) {
      int port = porty.port();
      for (String address : ADDRESSES) {
        assertThat(kept.get("/").body()).as("before %s", address).isEqualTo("ok");
        porty.reload(text(transport, address, backend, max));
        assertThat(kept.get("/").body()).as("at %s", address).isEqualTo("ok");
        for (int i = 0; i < 8; i++) {
          try (RawClient fresh = RawClient.to("127.0.0.1", port)) {
            assertThat(fresh.get("/").body()).as("at %s", address).isEqualTo("ok");
          }
        }
        assertThat(porty.porty().addresses()).hasSize(1);
      }
      await().until(() -> porty.porty().openConnections() == 1);
    }
  }

  @Test
  void nobodyIsRefusedMeanwhile() throws Exception {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = start(text("auto", "127.0.0.1", backend))) {
      int port = porty.port();
      AtomicBoolean ends = new AtomicBoolean();
      AtomicInteger served = new AtomicInteger();
      List<Throwable> failures = new ArrayList<>();
      Thread clients =
          new Thread(
              () -> {
                while (!ends.get()) {
                  try (RawClient client = RawClient.to("127.0.0.1", port)) {
                    assertThat(client.get("/").body()).isEqualTo("ok");
                    served.incrementAndGet();
                  } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                  }
                }
              });
      clients.start();
      for (int i = 0; i < 20; i++) {
        int before = served.get();
        porty.reload(text("auto", i % 2 == 0 ? "0.0.0.0" : "127.0.0.1", backend));
        await().until(() -> served.get() > before);
      }
      ends.set(true);
      clients.join();
      assertThat(failures)
          .as("of %s", served)
          .noneMatch(failure -> failure.getMessage().contains("refused"))
          // A handshake that ends in the microseconds before a socket closes is reset.
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void whoeverWaitsToBeAcceptedIsServed() {
    Semaphore answer = new Semaphore(0);
    try (Backend slow =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    answer.acquire();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  }
                });
        TestPorty porty = start(text("auto", "127.0.0.1", slow, "max_connections = 1"))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        RawClient client = RawClient.to("127.0.0.1", porty.port());
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        clients.add(client);
      }
      await().until(() -> slow.accepted() == 1);
      porty.reload(text("auto", "0.0.0.0", slow, "max_connections = 1"));
      answer.release(clients.size());
      for (RawClient client : clients) {
        assertThat(client.message().body()).isEqualTo("ok");
        client.close();
      }
    }
  }

  @Test
  void tcpConnectionsGoOn() {
    try (Backend echo = Backend.running(connection -> connection.echo());
        TestPorty porty = start(text("auto", "127.0.0.1", echo).replace("mode = \"http\"\n", ""));
        RawClient old = RawClient.to("127.0.0.1", porty.port())) {
      assertThat(old.send("a").bytes(1)).isEqualTo("a");
      for (String address : ADDRESSES) {
        porty.reload(
            "drain_timeout_seconds = 0\n"
                + text("auto", address, echo).replace("mode = \"http\"\n", ""));
        assertThat(old.send("b").bytes(1)).isEqualTo("b");
      }
      assertThat(old.isSilentFor(200)).isTrue();
    }
  }

  @Test
  void aWideAddressMayBeSplit() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = start(text("auto", "0.0.0.0", backend));
        RawClient kept = RawClient.to("127.0.0.1", porty.port())) {
      int port = porty.port();
      assertThat(kept.get("/").body()).isEqualTo("ok");
      String two =
          text("auto", "127.0.0.2", backend)
              .replace("\"127.0.0.2:{port}\"", "[\"127.0.0.1:{port}\", \"127.0.0.2:{port}\"]");
      porty.reload(two);
      assertThat(kept.get("/").body()).isEqualTo("ok");
      for (String address : List.of("127.0.0.1", "127.0.0.2")) {
        try (RawClient fresh = RawClient.to(address, port)) {
          assertThat(fresh.get("/").body()).isEqualTo("ok");
        }
      }
      porty.reload(text("auto", "0.0.0.0", backend));
      for (String address : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
        try (RawClient fresh = RawClient.to(address, port)) {
          assertThat(fresh.get("/").body()).isEqualTo("ok");
        }
      }
    }
  }

  @Test
  void thePermissionsOfAUnixSocketMayChange(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.sock");
    String toml =
        "[[listeners]]\nname = \"file\"\naddress = \"unix:%s\"\n[listeners.unix]\nfile_mode = \"%s\"\n[[routes]]\nname = \"a\"\nlistener = \"file\"\ntarget = \"127.0.0.1:%d\"\n";
    try (Backend echo = Backend.running(connection -> connection.echo());
        TestPorty porty = start(toml.formatted(file, "0600", echo.port()));
        SocketChannel old = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      assertThat(echoed(old)).isEqualTo(1);
      porty.reload(toml.formatted(file, "0666", echo.port()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-rw-rw-");
      assertThat(echoed(old)).as("it goes on").isEqualTo(1);
      try (SocketChannel fresh = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
        assertThat(echoed(fresh)).isEqualTo(1);
      }
    }
    assertThat(file).doesNotExist();
  }

  private static int echoed(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {1}));
    return channel.read(ByteBuffer.allocate(1));
  }

  @ParameterizedTest
  @CsvSource({"auto", "nio"})
  void aFailedReloadLeavesTheSocketAsItWas(String transport) throws Exception {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = start(text(transport, "127.0.0.1", backend));
        // Whoever holds another address of the port is in the way of the wide one.
        ServerSocket taken = new ServerSocket(porty.port(), 1, InetAddress.getByName("127.0.0.9"));
        RawClient kept = RawClient.to("127.0.0.1", porty.port())) {
      assertThat(kept.get("/").body()).isEqualTo("ok");
      assertThatThrownBy(() -> porty.reload(text(transport, "0.0.0.0", backend)))
          .hasMessageContaining("is in use by another program");
      assertThat(taken.isBound()).isTrue();
      assertThat(kept.get("/").body()).isEqualTo("ok");
      try (RawClient fresh = RawClient.to("127.0.0.1", porty.port())) {
        assertThat(fresh.get("/").body()).isEqualTo("ok");
      }
      porty.reload(text(transport, "127.0.0.1", backend, "timeout_seconds = 3"));
      assertThat(kept.get("/").body()).isEqualTo("ok");
    }
  }

  @Test
  void theAdminEndpointGivesWayToo() throws Exception {
    int admin = Ports.free();
    String table = "[admin]\ntoken = \"0123456789abcdef\"\nlisten = \"%s:" + admin + "\"\n";
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            start(text("auto", "127.0.0.1", backend) + table.formatted("127.0.0.1"))) {
      for (String address : List.of("0.0.0.0", "127.0.0.1", "[::]", "127.0.0.1")) {
        porty.reload(text("auto", "127.0.0.1", backend) + table.formatted(address));
        try (RawClient visitor = RawClient.to("127.0.0.1", admin)) {
          visitor.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
          assertThat(visitor.message().status()).as(address).isIn(200, 401);
        }
      }
    }
  }

  @Test
  void aSocketOfThisPortyIsNotAnotherPrograms() {
    int admin = Ports.free();
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            start(
                text("auto", "127.0.0.1", backend)
                    + "[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n")) {
      // The route takes the address that the admin endpoint leaves only when all is bound.
      String other =
          text("auto", "127.0.0.1", backend).replace("{port}", Integer.toString(admin))
              + "[admin]\nlisten = \"127.0.0.1:"
              + Ports.free()
              + "\"\n";
      assertThatThrownBy(() -> porty.reload(other))
          .hasMessageContaining(
              "port "
                  + admin
                  + " on 127.0.0.1 (route a) is in use by this Porty itself: the admin endpoint listens there")
          .hasMessageNotContaining("another program");
      assertThat(porty.get("/").body()).isEqualTo("ok");
    }
  }

  @Test
  void theSamePortTwiceInOneFileIsAMistakeOfTheFile() {
    try (Backend backend = Backend.ok("ok")) {
      String second =
          "[[routes]]\nname = \"b\"\nlisten = \"localhost:{port}\"\ntarget = \"127.0.0.1:"
              + backend.port()
              + "\"\n";
      assertThatThrownBy(() -> TestPorty.with().config(text("auto", "127.0.0.1", backend) + second))
          .hasMessageContaining("which route \"a\" already listens on (line 7)");
    }
  }

  @ParameterizedTest
  @CsvSource({"auto", "nio"})
  void anotherProgramIsSaidByTheErrorNumber(String transport) throws Exception {
    try (Backend backend = Backend.ok("ok");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> start(text(transport, "127.0.0.1", backend).replace("{port}", port)))
          .hasMessageContaining("is in use by another program")
          .hasCauseInstanceOf(StartException.class);
      assertThatThrownBy(() -> start(text(transport, "192.0.2.1", backend).replace("{port}", port)))
          .hasMessageContaining("Is it an address of this machine?");
    }
  }
}
