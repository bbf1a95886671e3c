package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.api.plugin.PortyPlugin;
import io.porty.fixture.RawClient;
import io.porty.testkit.ListenerContract;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/**
 * A listener that is told who its clients are, reads before the mode does, and needs no address.
 */
class PreambleListenerTest extends ListenerContract {

  private final int own = Ports.free();

  @Override
  protected PortyPlugin plugin() {
    return new PreamblePlugin();
  }

  @Override
  protected String listener() {
    return "kind = \"preamble\"\n[listeners.preamble]\nown_port = " + own + "\n";
  }

  @Override
  protected Socket connect(TestPorty running) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), own);
    socket.getOutputStream().write(PreamblePlugin.preamble("192.0.2.7"));
    return socket;
  }

  private static String route(int port, String mode, String lines) {
    return "[[listeners]]\nname = \"r\"\nkind = \"preamble\"\n"
        + lines
        + "[listeners.preamble]\nown_port = "
        + port
        + "\n[[routes]]\nname = \"r\"\nmode = \""
        + mode
        + "\"\nlistener = \"r\"\nlog_format = \"plain\"\ntarget = \"{site}\"\n";
  }

  @Test
  void theClientIsWhoItsListenerSaysInHttp() {
    int port = Ports.free();
    try (TestPorty porty =
            TestPorty.with(new PreamblePlugin()).backends("site").config(route(port, "http", ""));
        RawClient client = RawClient.to(port)) {
      // The head comes with the preamble, and its end later.
      client.send("FROM 192.0.2.7 4711\nGET /x HTTP/1.1\r\nHo");
      client.send("st: a\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("site");
      assertThat(porty.backend("site").last().headers().get("X-Forwarded-For"))
          .containsExactly("192.0.2.7");
      await().until(() -> porty.traffic().contains("client=192.0.2.7:4711"));
    }
  }

  @Test
  void theClientIsWhoItsListenerSaysInTcpAndNoByteIsLost() {
    int port = Ports.free();
    try (TestPorty porty =
            TestPorty.with(new PreamblePlugin()).backends("site").config(route(port, "tcp", ""));
        RawClient client = RawClient.to(port)) {
      client.send("FROM 192.0.2.7 4711\nGET /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("site");
      await().until(() -> porty.traffic().contains("client=192.0.2.7:4711"));
    }
  }

  @Test
  void theLimitForAClientGoesByThatAddress() {
    int port = Ports.free();
    try (TestPorty porty =
            TestPorty.with(new PreamblePlugin())
                .backends("site")
                .config(route(port, "http", "max_connections_per_client = 1\n"));
        RawClient first = RawClient.to(port);
        RawClient second = RawClient.to(port);
        RawClient other = RawClient.to(port)) {
      String request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
      assertThat(first.send("FROM 192.0.2.7 1\n" + request).message().status()).isEqualTo(200);
      assertThat(second.send("FROM 192.0.2.7 2\n" + request).message().status()).isEqualTo(503);
      assertThat(other.send("FROM 192.0.2.8 3\n" + request).message().status()).isEqualTo(200);
      assertThat(porty.porty().describe())
          .anyMatch(line -> line.contains("listener preamble of r"));
    }
  }

  @Test
  void aClientThatLeavesBeforeItIsHandedOnGivesItsPlaceBack() {
    int port = Ports.free();
    try (TestPorty porty =
        TestPorty.with(new PreamblePlugin())
            .backends("site")
            .config(route(port, "http", "max_connections = 1\n"))) {
      try (RawClient early = RawClient.to(port)) {
        early.send("FROM 19");
        await().until(() -> porty.porty().openConnections() == 1);
      }
      await().until(() -> porty.porty().openConnections() == 0);
      try (RawClient client = RawClient.to(port)) {
        client.send("FROM 192.0.2.7 1\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.message().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aReloadMovesItToAnotherPortOfItsOwn() {
    int port = Ports.free();
    int next = Ports.free();
    try (TestPorty porty =
        TestPorty.with(new PreamblePlugin()).backends("site").config(route(port, "tcp", ""))) {
      String request = "FROM 192.0.2.7 1\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n";
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.send(request).message().status()).isEqualTo(200);
        porty.reload(route(next, "tcp", ""));
        try (RawClient other = RawClient.to(next)) {
          assertThat(other.send(request).message().status()).isEqualTo(200);
        }
        client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.message().status()).as("it goes on as it began").isEqualTo(200);
      }
      assertThatThrownBy(() -> RawClient.to(port)).hasMessageContaining("refused");
    }
  }

  @Test
  void aReloadKeepsItsSocket() {
    int port = Ports.free();
    try (TestPorty porty =
            TestPorty.with(new PreamblePlugin()).backends("site").config(route(port, "http", ""));
        RawClient client = RawClient.to(port)) {
      porty.reload(route(port, "http", "max_connections = 5\n"));
      client.send("FROM 192.0.2.7 1\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
    }
  }
}
