package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends and clients that fail, each at its worst moment; the next request is always served. */
class FailureTest {

  @Test
  void says502WhenNothingListens() {
    try (Backend good = Backend.ok("fine");
        RunningPorty porty = RunningPorty.dynamic("max_retries = 1");
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/?porty_host=127.0.0.1&porty_port=" + Ports.free());

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).isEqualTo("502 Backend connection failed after retries\n");
      assertThat(answer.first("X-Porty-Error")).isEqualTo("connect_refused");
      assertThat(client.get("/?" + good.query()).body()).isEqualTo("fine");
    }
  }

  @Test
  void says502WhenTheNameIsUnknown() {
    try (RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/?porty_host=no-such-host.invalid&porty_port=80");

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("dns_failure");
    }
  }

  @Test
  void says504WhenTheBackendStaysSilent() {
    try (Backend backend = Backend.running(connection -> connection.isEnded());
        RunningPorty porty = RunningPorty.fixed(backend, "timeout_seconds = 0.3");
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");

      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("response_timeout");
      await().until(() -> backend.open() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "220 ftp ready\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: \u0000\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 200"
      })
  void says502ToNonsense(String response) {
    AtomicInteger count = new AtomicInteger();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      count.getAndIncrement() == 0
                          ? response
                          : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      assertThat(client.get("/").status()).isEqualTo(502);
      assertThat(client.get("/").body()).as("the next request").isEqualTo("ok");
      assertThat(count.get()).as("a fresh connection's failure is not tried again").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfX"
      })
  void neverCallsACutResponseWhole(String response) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(response);
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Wire.Message head = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      String rest = client.rest();

      assertThat(head.status()).isEqualTo(200);
      assertThat(rest).contains("half").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void resetsAClientThatCouldNotTellACutOtherwise() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n").head();

      org.assertj.core.api.Assertions.assertThatThrownBy(client::rest)
          .hasRootCauseInstanceOf(java.net.SocketException.class);
    }
  }

  @Test
  void neverReusesAConnectionWithStrayBytes() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                  connection.rest();
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("ok");
      assertThat(client.get("/").body()).isEqualTo("ok");
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void triesAnIdempotentRequestOnceMoreWhenAReusedConnectionDies() {
    AtomicInteger connections = new AtomicInteger();
    try (Backend backend =
            Backend.running(
                connection -> {
                  int number = connections.incrementAndGet();
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
                  connection.message();
                  if (number > 1) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("1");
      assertThat(client.get("/").body()).isEqualTo("2");
      Wire.Message post =
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx").message();
      assertThat(post.body()).isEqualTo("2");
    }
  }

  @Test
  void neverSendsAPostTwice() {
    AtomicInteger posts = new AtomicInteger();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
                  connection.message();
                  posts.incrementAndGet();
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.get("/");
      Wire.Message answer =
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").message();

      assertThat(answer.status()).isEqualTo(502);
      assertThat(posts.get()).isEqualTo(1);
    }
  }

  @Test
  void endsTheBackendsWorkWhenTheClientLeaves() {
    try (Backend backend = Backend.running(connection -> connection.isEnded());
        RunningPorty porty = RunningPorty.fixed(backend)) {
      RawClient client = porty.connect();
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.open() == 1);
      client.reset();
      await().atMost(Duration.ofSeconds(2)).until(() -> backend.open() == 0);

      RawClient uploading = porty.connect();
      uploading.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
      await().until(() -> backend.open() == 1);
      uploading.reset();
      await().atMost(Duration.ofSeconds(2)).until(() -> backend.open() == 0);
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void answersAClientThatHasHalfClosed() {
    try (Backend backend = Backend.ok("late");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
      client.halfClose();

      assertThat(client.message().body()).isEqualTo("late");
      assertThat(client.message().body()).isEqualTo("late");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void sendsMuchToAClientThatHasHalfClosedAndReadsSlowly() throws Exception {
    int size = 20_000_000;
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection
                      .send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n")
                      .send(new byte[size]);
                  connection.isEnded();
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      client.halfClose();
      client.head();
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);

      assertThat(client.bytes(size)).hasSize(size);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void breaksTheUploadWhenItsFramingIsBroken() {
    StringBuilder seen = new StringBuilder();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  seen.append(connection.rest());
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      await().until(() -> backend.open() == 1);
      Wire.Message answer = client.send("zz\r\n").message();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("bad_chunk");
      await().until(() -> backend.open() == 0);
      assertThat(seen.toString()).doesNotContain("0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+3\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "\r\n3\r\nabc\r\n0\r\n\r\n",
        "11111111111111111\r\nabc",
        "ffffffffffffffff\r\nabc",
        "3;a=\"\r\n\"\r\nabc\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3;\u0000\r\nabc\r\n0\r\n\r\n",
        "3;a=\"b\r\nabc\r\n0\r\n\r\n",
        ";a\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nbad trailer\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: y\n\r\n",
        "3\r\nabc\r\n0\r\n X: y\r\n\r\n"
      })
  void refusesMalformedChunks(String body) {
    try (Backend backend = Backend.ok("whole");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

      assertThat(client.message().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
      assertThat(backend.requests()).isEmpty();
    }
  }

  @Test
  void answersEarlyAndThrowsTheRestOfTheUploadAway() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(
                      "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client
          .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
          .send(new byte[300_000]);
      Wire.Message answer = client.message();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).isEqualTo("big");
      assertThat(answer.first("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void limitsBodiesWhereAsked() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, "max_body_bytes = 4");
        RawClient declared = porty.connect();
        RawClient chunked = porty.connect()) {
      declared.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      chunked.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n");

      assertThat(declared.message().status()).isEqualTo(413);
      assertThat(chunked.message().status()).isEqualTo(413);
      assertThat(backend.requests()).isEmpty();
    }
  }

  @Test
  void endsHeadsThatAreNeverFinished() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty =
            RunningPorty.fixed(
                backend,
                "request_header_timeout_seconds = 0.4",
                "keepalive_timeout_seconds = 0.4");
        RawClient silent = porty.connect();
        RawClient slow = porty.connect();
        RawClient idle = porty.connect()) {
      slow.send("GET / HTTP/1.1\r\nHos");
      idle.get("/");

      assertThat(slow.message().status()).isEqualTo(408);
      assertThat(silent.rest()).isEmpty();
      assertThat(idle.rest()).isEmpty();
    }
  }

  @Test
  void endsBodiesThatMakeNoProgress() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.isEnded();
                });
        Backend stalled =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  connection.isEnded();
                });
        RunningPorty porty = RunningPorty.dynamic("body_timeout_seconds = 0.4");
        RawClient uploading = porty.connect();
        RawClient downloading = porty.connect()) {
      uploading.send(
          "POST /?" + backend.query() + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
      downloading.send("GET /?" + stalled.query() + " HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(uploading.message().status()).isEqualTo(408);
      downloading.head();
      assertThat(downloading.rest()).isEqualTo("half");
      await().until(() -> backend.open() == 0 && stalled.open() == 0);
    }
  }

  @Test
  void keepsLittleForAClientThatReadsNothing() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                  byte[] block = new byte[1 << 20];
                  for (int i = 0; i < 900; i++) {
                    connection.send(block);
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      long before = io.netty.util.internal.PlatformDependent.usedDirectMemory();

      await()
          .during(Duration.ofMillis(700))
          .until(
              () ->
                  io.netty.util.internal.PlatformDependent.usedDirectMemory() - before
                      < 2 * 1024 * 1024);
      assertThat(backend.open()).isEqualTo(1);
    }
  }
}
