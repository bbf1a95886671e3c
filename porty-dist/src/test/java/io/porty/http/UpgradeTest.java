package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switching protocols with requests that are more than a GET: Docker's attach and exec. */
class UpgradeTest {

  private static final String LISTED = "upgrade_protocols = [\"websocket\", \"tcp\"]";
  private static final String SWITCH =
      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
  private static final String BODY = "{\"Detach\":false,\"Tty\":false}";

  private static final String FIXED =
      "POST /exec/a/start HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n";

  private static final String CHUNKED =
      "PUT / HTTP/1.1\r\nHost: docker\r\nConnection: upgrade\r\nUpgrade: TCP\r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"fixed", "chunked"})
  void aRequestWithABodySwitches(String framing) {
    boolean fixed = framing.equals("fixed");
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.message();
                  assertThat(request.all("Upgrade")).containsExactly("tcp");
                  connection.send(SWITCH + "you said " + request.body() + "|");
                  connection.echo();
                });
        RunningPorty porty = RunningPorty.fixed(backend, LISTED);
        RawClient client = porty.connect()) {
      client.send(
          fixed
              ? FIXED + BODY
              : CHUNKED + Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(101);
      String said = "you said " + BODY + "|";
      assertThat(client.bytes(said.length())).isEqualTo(said);
      client.send("raw");
      assertThat(client.bytes(3)).isEqualTo("raw");
    }
  }

  /** RFC 9110 section 7.8: a client cannot switch in the middle of its request. */
  @Test
  void anEarlySwitchWaitsForTheBody() throws Exception {
    CountDownLatch switched = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(SWITCH + "early");
                  switched.countDown();
                  String body = connection.bytes(BODY.length());
                  connection.send("late " + body);
                  connection.echo();
                });
        RunningPorty porty = RunningPorty.fixed(backend, LISTED);
        RawClient client = porty.connect()) {
      client.send(FIXED + BODY.substring(0, 5));
      assertThat(switched.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(client.isSilentFor(200)).isTrue();
      client.send(BODY.substring(5) + "behind");
      assertThat(client.head().status()).isEqualTo(101);
      String all = "earlylate " + BODY + "behind";
      assertThat(client.bytes(all.length())).isEqualTo(all);
    }
  }

  /** A backend that has not read the body would take it for the next request. */
  @Test
  void theConnectionOfARefusedSwitchWithABodyIsNotUsedAgain() {
    try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno");
        RunningPorty porty = RunningPorty.fixed(backend, LISTED);
        RawClient client = porty.connect()) {
      assertThat(client.send(FIXED + BODY).message().status()).isEqualTo(200);
      assertThat(client.get("/").status()).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: foo/1, websocket",
        "Upgrade: websocket , bar",
        "Upgrade: bar\r\nUpgrade:\twebsocket"
      })
  void membersOfAListAreLookedAtOneByOne(String fields) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.message();
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: keep-alive, Upgrade\r\nUpgrade: "
                          + request.first("Upgrade")
                          + "\r\n\r\n");
                  connection.echo();
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n" + fields + "\r\n\r\n");
      Wire.Message answer = client.head();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.all("Upgrade")).containsExactly("websocket");
      client.send("x");
      assertThat(client.bytes(1)).isEqualTo("x");
    }
  }

  @Test
  void aWebSocketHandshakeHasNoBody() {
    try (Backend backend = Backend.ok("plain");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\nx");
      assertThat(client.message().body()).isEqualTo("plain");
      assertThat(backend.requests().get(0).all("Upgrade")).isEmpty();
    }
  }

  /** RFC 9110 section 15.5.22: the field says what the client has to do. */
  @Test
  void aBackendThatRequiresAnUpgradeIsHeard() {
    try (Backend backend =
            Backend.answering(
                "HTTP/1.1 426 Upgrade Required\r\nConnection: upgrade\r\nUpgrade: HTTP/3.0\r\nContent-Length: 0\r\n\r\n");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");
      assertThat(answer.all("Upgrade")).containsExactly("HTTP/3.0");
      assertThat(answer.first("Connection")).containsIgnoringCase("upgrade");
    }
  }
}
