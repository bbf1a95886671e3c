package io.porty.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.plugin.PortyPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every listener. Subclasses provide the plugin, the listener's table, and how a
 * client connects. The tests run a Porty with an HTTP route and a backend named {@code backend}.
 *
 * @since 0.2
 */
public abstract class ListenerContract {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int NOT_YET_MILLIS = 300;
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private TestPorty porty = TestPorty.with();

  /** The plugin that offers the listener. */
  protected abstract PortyPlugin plugin();

  /** The lines of its {@code [[listeners]]} table: {@code kind = "NAME"}, and its settings. */
  protected abstract String listener();

  /** Connects a client; bytes that are sent on the socket reach the mode. */
  protected Socket connect(TestPorty running) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), running.port());
  }

  @BeforeEach
  void start() {
    porty = running("");
  }

  @AfterEach
  void stop() {
    porty.close();
  }

  private TestPorty running(String lines) {
    return TestPorty.with(plugin())
        .backends("backend")
        .listener(lines + listener())
        .route("target = \"{backend}\"\n");
  }

  private static String ask(Socket client) throws IOException {
    client.setSoTimeout(PATIENCE_MILLIS);
    client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    return answer(client);
  }

  private static String answer(Socket client) throws IOException {
    byte[] some = client.getInputStream().readNBytes(12);
    String begin = new String(some, StandardCharsets.US_ASCII);
    client.getInputStream().skip(client.getInputStream().available());
    return begin;
  }

  @Test
  void passesClientsToTheMode() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (Socket client = connect(porty)) {
        assertEquals("HTTP/1.1 200", ask(client));
      }
    }
  }

  @Test
  void keepsClientsOverTheLimitWaiting() throws IOException {
    porty.close();
    try (TestPorty one = running("max_connections = 1\n")) {
      Socket first = connect(one);
      assertEquals("HTTP/1.1 200", ask(first));
      try (Socket second = connect(one)) {
        second.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        second.setSoTimeout(NOT_YET_MILLIS);
        boolean waits = false;
        try {
          second.getInputStream().read();
        } catch (SocketTimeoutException e) {
          waits = true;
        }
        first.close();
        if (waits) {
          second.setSoTimeout(PATIENCE_MILLIS);
          assertEquals(
              "HTTP/1.1 200",
              answer(second),
              "the waiting client is not accepted when a connection ends");
        }
      }
    }
  }

  @Test
  void acceptsNoClientAfterClose() {
    porty.porty().stop();
    assertThrows(
        IOException.class,
        () -> {
          try (Socket client = connect(porty)) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            if (client.getInputStream().read() < 0) {
              throw new IOException("closed");
            }
          }
        });
  }

  @Test
  void hasAValidName() {
    for (ListenerFactory factory : plugin().listeners()) {
      assertTrue(factory.name().matches("[a-z][a-z0-9_-]*"), factory.name());
    }
  }
}
