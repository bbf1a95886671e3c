package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import org.junit.jupiter.api.Test;

/** What reaches the backend and what comes back, for well-formed messages. */
class ForwardingTest {

  @Test
  void forwardsToTheTargetInTheQueryAndTakesTheParametersOut() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      Wire.Message answer =
          client.get("/users?a=1&porty_host=127.0.0.1&b=%2F&porty_port=" + backend.port() + "&c");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(backend.requests().get(0).target()).isEqualTo("/users?a=1&b=%2F&c");
    }
  }

  @Test
  void sendsTheBackendItsOwnHostAndSaysForWhom() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.get("/");

      Wire.Message request = backend.requests().get(0);
      assertThat(request.all("Host")).containsExactly("127.0.0.1:" + backend.port());
      assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
      assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
      assertThat(request.all("X-Forwarded-Host")).containsExactly("test");
      assertThat(request.first("Via")).matches("1\\.1 porty-[0-9a-f]{8}");
    }
  }

  @Test
  void preservesTheClientsHostWhereAsked() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, "preserve_host = true");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: Shop.Example:81\r\n\r\n").message();

      assertThat(backend.requests().get(0).all("Host")).containsExactly("Shop.Example:81");
    }
  }

  @Test
  void replacesForwardedFieldsOfStrangersAndAddsToThoseOfTrustedProxies() {
    String request =
        "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n\r\n";
    try (Backend backend = Backend.ok("x");
        RunningPorty open = RunningPorty.fixed(backend);
        RunningPorty trusting = RunningPorty.fixed(backend, "trusted_proxies = [\"127.0.0.0/8\"]");
        RawClient stranger = open.connect();
        RawClient proxy = trusting.connect()) {
      stranger.send(request).message();
      proxy.send(request).message();

      assertThat(backend.requests().get(0).all("X-Forwarded-For")).containsExactly("127.0.0.1");
      assertThat(backend.requests().get(0).all("X-Forwarded-Proto")).containsExactly("http");
      assertThat(backend.requests().get(1).all("X-Forwarded-For"))
          .containsExactly("192.0.2.1, 127.0.0.1");
      assertThat(backend.requests().get(1).all("X-Forwarded-Proto")).containsExactly("https");
    }
  }

  @Test
  void keepsBothConnectionsForTheNextRequest() {
    try (Backend backend = Backend.ok("again");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("again");
      }

      assertThat(backend.accepted()).isEqualTo(1);
      assertThat(backend.requests()).hasSize(20);
    }
  }

  @Test
  void removesHopByHopFieldsAndWhatConnectionNames() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client
          .send(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: X-Secret, keep-alive, Host\r\nX-Secret: 1\r\nKeep-Alive: 5\r\n"
                  + "Proxy-Connection: x\r\nTE: gzip\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nProxy: evil\r\nX-Kept: yes\r\n\r\n")
          .message();

      Wire.Message request = backend.requests().get(0);
      for (String gone :
          new String[] {
            "X-Secret",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Upgrade",
            "HTTP2-Settings",
            "Proxy",
            "Connection"
          }) {
        assertThat(request.all(gone)).as(gone).isEmpty();
      }
      assertThat(request.all("X-Kept")).containsExactly("yes");
      assertThat(request.all("Host")).hasSize(1);
    }
  }

  @Test
  void keepsOrderCaseAndRepetitionOfEverythingElse() {
    try (Backend backend =
            Backend.answering(
                "HTTP/1.1 299 Odd One\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Thing:  spaced \r\nContent-Length: 0\r\n\r\n");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Wire.Message answer =
          client
              .send(
                  "GET //a/../b?%7e=&&x HTTP/1.1\r\nHost: a\r\nX-b: 1\r\nx-A: 2\r\nX-b: 3\r\n\r\n")
              .message();

      assertThat(backend.requests().get(0).target()).isEqualTo("//a/../b?%7e=&&x");
      assertThat(backend.requests().get(0).fields())
          .containsSubsequence("X-b: 1", "x-A: 2", "X-b: 3");
      assertThat(answer.startLine()).isEqualTo("HTTP/1.1 299 Odd One");
      assertThat(answer.fields()).containsSubsequence("set-cookie: a=1", "Set-Cookie: b=2");
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    String path = connection.message().target();
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(all.toString());

      for (int i = 0; i < 50; i++) {
        assertThat(client.message().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void passesBodiesOfEveryFraming() {
    try (Backend backend = Backend.ok("done");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").message();
      client
          .send(
              "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
          .message();
      client.send("POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").message();
      client.get("/d");

      assertThat(backend.requests())
          .extracting(Wire.Message::body)
          .containsExactly("hello", "abcde", "", "");
      assertThat(backend.requests().get(2).all("Content-Length")).containsExactly("0");
      assertThat(backend.requests().get(3).all("Content-Length")).isEmpty();
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  /**
   * The backend is full while the last bytes of a body are passed on: its end must leave all the
   * same.
   */
  @Test
  void endsABodyWhoseLastBytesFillTheBackend() {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      for (int size = 64_500; size < 74_500; size += 250) {
        client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(size)
                + "\r\n"
                + "x".repeat(size)
                + "\r\n0\r\n\r\n");
        assertThat(client.message().status()).as("size %d", size).isEqualTo(200);
      }
    }
  }

  @Test
  void givesOldClientsNoChunksAndTakesOldBackends() {
    try (Backend chunked =
            Backend.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        Backend old =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                });
        RunningPorty porty = RunningPorty.dynamic();
        RawClient oldClient = porty.connect();
        RawClient newClient = porty.connect()) {
      Wire.Message plain =
          oldClient.send("GET /?" + chunked.query() + " HTTP/1.0\r\n\r\n").message();
      Wire.Message framed = newClient.get("/?" + old.query());

      assertThat(plain.body()).isEqualTo("abc");
      assertThat(plain.all("Transfer-Encoding")).isEmpty();
      assertThat(plain.all("Connection")).containsExactly("close");
      assertThat(framed.body()).isEqualTo("until the end");
      assertThat(framed.all("Transfer-Encoding")).containsExactly("chunked");
      assertThat(newClient.get("/?" + chunked.query()).body()).isEqualTo("abc");
    }
  }

  @Test
  void knowsResponsesWithoutABody() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    Wire.Message request = connection.message();
                    String path = request.target();
                    if (request.startLine().startsWith("HEAD")) {
                      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
                    } else if (path.equals("/204")) {
                      connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                    } else if (path.equals("/304")) {
                      connection.send(
                          "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\nETag: \"x\"\r\n\r\n");
                    } else {
                      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Wire.Message head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      Wire.Message none = client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").head();
      Wire.Message same = client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").head();

      assertThat(head.first("Content-Length")).isEqualTo("1234");
      assertThat(none.all("Content-Length")).isEmpty();
      assertThat(same.first("Content-Length")).isEqualTo("99");
      assertThat(client.get("/").body()).isEqualTo("ok");
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @Test
  void passesInterimResponsesAndContinue() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message head = connection.head();
                  connection.send(
                      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
                  String body = connection.bytes(Integer.parseInt(head.first("Content-Length")));
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");

      assertThat(client.head().startLine()).isEqualTo("HTTP/1.1 103 Early Hints");
      assertThat(client.head().startLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.send("body").message().body()).isEqualTo("body");
    }
  }

  @Test
  void streamsEachPartAsItComes() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  connection.send("3\r\none\r\n");
                  connection.line();
                  connection.send("3\r\ntwo\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n").head();
      assertThat(client.line()).isEqualTo("3");
      assertThat(client.line()).isEqualTo("one");

      client.send("next\r\n");
      assertThat(client.line()).isEqualTo("3");
      assertThat(client.line()).isEqualTo("two");
      assertThat(client.line()).isEqualTo("0");
      assertThat(client.line()).isEqualTo("X-Sum: 7");
      assertThat(client.line()).isEmpty();
    }
  }

  @Test
  void relaysAWebSocketFromItsFirstEarlyBytesOn() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.head();
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
                          + request.first("Sec-WebSocket-Key")
                          + "\r\n\r\nfirst");
                  connection.send("echo:" + connection.bytes(5));
                  connection.send("end:" + connection.rest());
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(
          "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\nearly");
      Wire.Message switched = client.head();

      assertThat(switched.status()).isEqualTo(101);
      assertThat(switched.first("Upgrade")).isEqualTo("websocket");
      assertThat(switched.first("Sec-WebSocket-Accept")).isEqualTo("k");
      assertThat(client.bytes(5)).isEqualTo("first");
      assertThat(client.bytes(10)).isEqualTo("echo:early");
      client.send("bye");
      client.halfClose();
      assertThat(client.rest()).isEqualTo("end:bye");
    }
  }

  @Test
  void switchesToProtocolsThatAreListedAndToNoOthers() {
    String ask = "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n";
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.message();
                  if (request.first("Upgrade") == null) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
                    return;
                  }
                  connection.send(
                      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                  connection.echo();
                });
        RunningPorty porty =
            RunningPorty.fixed(backend, "upgrade_protocols = [\"tcp\", \"x/1\"]")) {
      try (RawClient client = porty.connect()) {
        Wire.Message head = client.send(ask.formatted("TCP")).head();
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.first("Upgrade")).isEqualTo("tcp");
        client.send("through");
        assertThat(client.bytes(7)).isEqualTo("through");
      }
      try (RawClient client = porty.connect()) {
        assertThat(client.send(ask.formatted("websocket")).message().body()).isEqualTo("plain");
        assertThat(client.send(ask.formatted("x/1")).message().status())
            .as("the backend switches to something else")
            .isEqualTo(502);
      }
    }
  }

  @Test
  void passesARefusedUpgradeAsAnOrdinaryAnswer() {
    try (Backend backend =
            Backend.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      String upgrade =
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

      assertThat(client.send(upgrade).message().status()).isEqualTo(403);
      assertThat(client.get("/").body()).isEqualTo("no");
    }
  }
}
