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
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every mode keeps: extend it, say which plugin and which route, and how a client speaks. A
 * real Porty runs with it, and a backend called {@code backend}.
 *
 * @since 0.2
 */
public abstract class ModeContract {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int GARBAGE_ROUNDS = 20;
  private static final int MAX_GARBAGE_BYTES = 4096;

  private RecordingLog log = new RecordingLog();
  private TestPorty porty = TestPorty.with();

  /** The plugin that offers the mode. */
  protected abstract PortyPlugin plugin();

  /**
   * The lines of a route of the mode; {@code {backend}} is the target of an HTTP backend that
   * answers with its name. With time-outs of a second or two: the contract waits for them.
   */
  protected abstract String route();

  /** One exchange with the backend, in the mode's protocol, that goes well; checks its answer. */
  protected abstract void exchange(Socket client) throws IOException;

  /** The beginning of an exchange, which does not go on. */
  protected byte[] beginning() {
    return new byte[0];
  }

  @BeforeEach
  void start() {
    log = new RecordingLog();
    porty = TestPorty.with(plugin(), log).backends("backend");
    porty.config(
        "drain_timeout_seconds = 3\n[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\nlog_format = \""
            + RecordingLog.NAME
            + "\"\n"
            + route());
  }

  @AfterEach
  void stop() {
    porty.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), porty.port());
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

  private void awaitNobody() {
    await("a connection stays open", () -> porty.porty().openConnections() == 0);
  }

  /** Whether the other side ends it, in whatever way. */
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
      await("an end has no record", () -> log.ended() >= expected);
    }
    awaitNobody();
    assertEquals(3, log.ended(), "one record for each end");
  }

  @Test
  void doesNotWaitForEverForAClientThatSaysNothing() throws IOException {
    try (Socket silent = connect()) {
      assertTrue(isEnded(silent), "a silent client is kept");
    }
    try (Socket half = connect()) {
      half.getOutputStream().write(beginning());
      assertTrue(isEnded(half), "a client that stops in the middle is kept");
    }
    awaitNobody();
  }

  @Test
  void forgetsClientsThatLeave() throws IOException {
    for (boolean reset : new boolean[] {false, true}) {
      Socket client = connect();
      client.getOutputStream().write(beginning());
      client.setSoLinger(reset, 0);
      client.close();
    }
    awaitNobody();
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void survivesGarbage() throws IOException {
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
    awaitNobody();
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void endsInTimeWhenPortyStops() throws IOException {
    try (Socket idle = connect()) {
      idle.getOutputStream().write(beginning());
      await("it is not accepted", () -> porty.porty().openConnections() == 1);
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> porty.porty().stop());
      assertTrue(isEnded(idle), "a client is kept after the end");
    }
  }

  @Test
  void answersWithinPortysLifeAndAfterAReload() throws IOException {
    try (Socket client = connect()) {
      exchange(client);
    }
    porty.reload(
        "[[routes]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\nlog_requests = false\n"
            + route());
    try (Socket client = connect()) {
      exchange(client);
    }
  }

  @Test
  void hasANameThatCanBeWrittenAndSamplesThatDoNotFail() {
    for (ModeFactory factory : plugin().modes()) {
      assertTrue(factory.name().matches("[a-z][a-z0-9_-]*"), factory.name());
      for (String target : new String[] {"/", "/a/b?c=d", "/%00"}) {
        assertFalse(
            factory
                .sample(new SampleRequest("test", "GET", "localhost:80", target, Map.of()))
                .filter(request -> !factory.requestType().isInstance(request))
                .isPresent(),
            "a sample is of the mode's own type");
      }
    }
  }
}
