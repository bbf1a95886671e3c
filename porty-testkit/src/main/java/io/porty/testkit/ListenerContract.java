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
 * What every listener keeps: extend it, say which plugin, which listener, and how a client gets in.
 * A real Porty runs with it: an HTTP route with a backend called {@code backend}.
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

  /** A client that has come in; what it sends from here on is for the mode. */
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
  void bringsClientsToTheMode() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (Socket client = connect(porty)) {
        assertEquals("HTTP/1.1 200", ask(client));
      }
    }
  }

  @Test
  void letsClientsBeyondTheLimitWait() throws IOException {
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
          assertEquals("HTTP/1.1 200", answer(second), "a place is free, and nobody is told");
        }
      }
    }
  }

  @Test
  void bringsNobodyAfterItsEnd() {
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
  void hasANameThatCanBeWritten() {
    for (ListenerFactory factory : plugin().listeners()) {
      assertTrue(factory.name().matches("[a-z][a-z0-9_-]*"), factory.name());
    }
  }
}
