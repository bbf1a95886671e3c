package io.porty.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.SampleRequest;
import io.porty.api.plugin.PortyPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every mode. Subclasses provide the plugin, the route, and how a client speaks its
 * protocol. The tests run a Porty with a backend named {@code backend}; what depends on the
 * connection runs over TLS too, which a mode does not notice.
 *
 * @since 0.2
 */
public abstract class ModeContract {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int GARBAGE_ROUNDS = 20;
  private static final int MAX_GARBAGE_BYTES = 4096;

  private CountingLog log = new CountingLog();
  private TestPorty porty = TestPorty.with();

  /** Makes the sockets of clients. */
  private SocketFactory sockets = SocketFactory.getDefault();

  /** Lines of the route for TLS. */
  private String tls = "";

  /** The plugin that offers the mode. */
  protected abstract PortyPlugin plugin();

  /**
   * The lines of a route of the mode; {@code {backend}} is the target of an HTTP backend that
   * responds with its name. Set timeouts of a second or two: the contract waits for them.
   */
  protected abstract String route();

  /** Performs one successful exchange with the backend and checks its response. */
  protected abstract void exchange(Socket client) throws IOException;

  /** The first bytes of an exchange that is never completed. */
  protected byte[] beginning() {
    return new byte[0];
  }

  @BeforeEach
  void start() {
    start("", SocketFactory.getDefault());
  }

  private void start(String lines, SocketFactory clients) {
    tls = lines;
    sockets = clients;
    log = new CountingLog();
    porty = TestPorty.with(plugin(), log).backends("backend");
    porty.config(
        "drain_timeout_seconds = 3\n[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\nlog_format = \""
            + CountingLog.NAME
            + "\"\n"
            + tls
            + route());
  }

  @AfterEach
  void stop() {
    porty.close();
  }

  private Socket connect() throws IOException {
    Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), porty.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.onSpinWait();
    }
  }

  private void awaitNoConnections() {
    await("a connection stays open", () -> porty.porty().openConnections() == 0);
  }

  /** Whether Porty ends the connection, by end of stream or reset. */
  private static boolean isEnded(Socket client) {
    try {
      InputStream in = client.getInputStream();
      while (in.read() >= 0) {
        continue;
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void servesAndRecords() throws IOException {
    for (int i = 1; i <= 3; i++) {
      try (Socket client = connect()) {
        exchange(client);
      }
      int expected = i;
      await("a connection or exchange has no record", () -> log.ended() >= expected);
    }
    awaitNoConnections();
    assertEquals(3, log.ended(), "one record for each connection or exchange");
  }

  @Test
  void closesSilentClientsAfterATimeout() throws IOException {
    try (Socket silent = connect()) {
      assertTrue(isEnded(silent), "a silent client is not closed");
    }
    try (Socket half = connect()) {
      half.getOutputStream().write(beginning());
      assertTrue(isEnded(half), "a client that stops amid a request is not closed");
    }
    awaitNoConnections();
  }

  @Test
  void releasesClosedConnections() throws IOException {
    for (boolean reset : new boolean[] {false, true}) {
      Socket client = connect();
      client.getOutputStream().write(beginning());
      client.setSoLinger(reset, 0);
      client.close();
    }
    awaitNoConnections();
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void survivesMalformedInput() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < GARBAGE_ROUNDS; i++) {
      byte[] garbage = new byte[1 + random.nextInt(MAX_GARBAGE_BYTES)];
      random.nextBytes(garbage);
      try (Socket client = connect()) {
        client.getOutputStream().write(garbage);
        client.shutdownOutput();
      } catch (IOException e) {
        continue; // it may be closed before all is written
      }
    }
    awaitNoConnections();
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void endsConnectionsBeforeTheDrainTimeout() throws IOException {
    try (Socket idle = connect()) {
      idle.getOutputStream().write(beginning());
      await("the connection is not accepted", () -> porty.porty().openConnections() == 1);
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> porty.porty().stop());
      assertTrue(isEnded(idle), "a client is not closed when Porty stops");
    }
  }

  @Test
  void servesAfterAReload() throws IOException {
    try (Socket client = connect()) {
      exchange(client);
    }
    porty.reload(
        "[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\nlog_requests = false\n"
            + tls
            + route());
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void hasAValidNameAndSamples() {
    for (ModeFactory factory : plugin().modes()) {
      assertTrue(factory.name().matches("[a-z][a-z0-9_-]*"), factory.name());
      for (String target : new String[] {"/", "/a/b?c=d", "/%00"}) {
        assertFalse(
            factory
                .sample(new SampleRequest("test", "GET", "localhost:80", target, Map.of()))
                .filter(request -> !factory.requestType().isInstance(request))
                .isPresent(),
            "a sample has the mode's request type");
      }
    }
  }

  /** The same over TLS. */
  @Nested
  class OverTls {

    @TempDir Path folder;

    @BeforeEach
    void startWithTls() {
      stop();
      TestCertificates authority = TestCertificates.in(folder);
      TestCertificate server = authority.server("localhost", "127.0.0.1");
      ModeContract.this.start(
          "tls = { cert = '" + server.cert() + "', key = '" + server.key() + "' }\n",
          TestTls.trusting(authority.root()));
    }

    @Test
    void servesAndRecords() throws IOException {
      ModeContract.this.servesAndRecords();
    }

    @Test
    void closesSilentClientsAfterATimeout() throws IOException {
      ModeContract.this.closesSilentClientsAfterATimeout();
    }

    @Test
    void releasesClosedConnections() throws IOException {
      ModeContract.this.releasesClosedConnections();
    }

    @Test
    void survivesMalformedInput() throws IOException {
      ModeContract.this.survivesMalformedInput();
    }

    @Test
    void endsConnectionsBeforeTheDrainTimeout() throws IOException {
      ModeContract.this.endsConnectionsBeforeTheDrainTimeout();
    }

    @Test
    void servesAfterAReload() throws IOException {
      ModeContract.this.servesAfterAReload();
    }
  }
}
