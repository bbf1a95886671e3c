package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.testkit.Ports;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code porty bench} against a Porty and against what is not there. */
class BenchIT {

  private static long answers(Installation.Result result) {
    Matcher found = Pattern.compile("answers +([0-9,]+)").matcher(result.out());
    assertThat(found.find()).as(result.out() + result.err()).isTrue();
    return Long.parseLong(found.group(1).replace(",", ""));
  }

  @Test
  @Tag("load")
  void countsWhatPortyAnswers() {
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.start(
                """
                [[routes]]
                name = "bench"
                listen_addr = "127.0.0.1"
                listen_port = %d
                mode = "http"
                target_addr = "127.0.0.1"
                target_port = %d
                """
                    .formatted(port, backend.port()))) {
      Installation.Result result =
          Installation.porty(
              "bench", "http://127.0.0.1:" + port + "/x", "-c", "4", "-d", "2", "-w", "0");

      assertThat(result.exit()).isZero();
      assertThat(answers(result)).isGreaterThan(100);
      assertThat(result.out()).contains("2xx " + String.format("%,d", answers(result)));
      assertThat(result.out()).contains("errors     none").contains("p99.9");
      assertThat(result.err()).contains("1 s");
    }
  }

  @Test
  void speaksHttp2() {
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.start(
                "[[routes]]\nname = \"bench\"\nlisten = \"127.0.0.1:%d\"\nmode = \"http\"\nlog_requests = false\nhost = \"shop.test\"\ntarget = \"127.0.0.1:%d\"\n"
                    .formatted(port, backend.port()))) {
      Installation.Result result =
          Installation.porty(
              "bench",
              "http://127.0.0.1:" + port + "/x",
              "--http2",
              "--streams",
              "8",
              "-H",
              "Host: shop.test",
              "--body",
              "some",
              "-c",
              "2",
              "-d",
              "2",
              "-w",
              "0");

      assertThat(result.exit()).isZero();
      assertThat(result.out()).contains("2 connections of HTTP/2 x 8 streams, 1 thread");
      assertThat(answers(result)).isGreaterThan(100);
      assertThat(result.out()).contains("2xx " + String.format("%,d", answers(result)));
      assertThat(result.out()).contains("errors     none").contains("p99.9");
    }
  }

  @Test
  void saysThatAServerDoesNotSpeakHttp2() {
    try (Backend backend = Backend.ok("hello")) {
      Installation.Result result =
          Installation.porty(
              "bench",
              "http://127.0.0.1:" + backend.port(),
              "--http2",
              "-c",
              "1",
              "-d",
              "1",
              "-w",
              "0",
              "-q");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).contains("the server does not speak HTTP/2 without TLS");
    }
  }

  @Test
  void streamsAreOfHttp2Alone() {
    Installation.Result http1 =
        Installation.porty("bench", "http://localhost/", "--streams", "4", "-d", "1");
    assertThat(http1.exit()).isEqualTo(2);
    assertThat(http1.err()).contains("--streams is for --http2");

    Installation.Result tcp = Installation.porty("bench", "tcp://localhost:1", "--http2");
    assertThat(tcp.exit()).isEqualTo(2);
    assertThat(tcp.err()).contains("--http2 is for http:// and https:// URLs");
  }

  @Test
  void keepsAFixedRateAndCountsLatencyFromWhenRequestsWereDue() {
    try (Backend slow =
        Backend.running(
            connection -> {
              while (true) {
                connection.head();
                connection.isSilentFor(200);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      Installation.Result result =
          Installation.porty(
              "bench",
              "http://127.0.0.1:" + slow.port(),
              "-c",
              "1",
              "-d",
              "3",
              "-w",
              "0",
              "--rate",
              "50",
              "-q");

      // One connection serves five a second of the fifty that are due: most wait ever longer.
      assertThat(answers(result)).isBetween(5L, 16L);
      assertThat(result.out()).contains("scheduled, but not sent");
      Matcher median = Pattern.compile("p50 ([0-9.]+) ms").matcher(result.out());
      assertThat(median.find()).isTrue();
      assertThat(Double.parseDouble(median.group(1))).isGreaterThan(500);
    }
  }

  /** A request that had to wait for a connection has all of the timeout from when it is sent. */
  @Test
  void countsATimeoutFromWhenARequestWasSent() {
    try (Backend slow =
        Backend.running(
            connection -> {
              while (true) {
                connection.head();
                connection.isSilentFor(300);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      Installation.Result result =
          Installation.porty(
              "bench",
              "http://127.0.0.1:" + slow.port(),
              "-c",
              "1",
              "-d",
              "4",
              "-w",
              "0",
              "--rate",
              "50",
              "--timeout",
              "1",
              "-q");

      assertThat(answers(result)).isGreaterThan(5);
      assertThat(result.out()).doesNotContain("response timeout");
    }
  }

  @Test
  void measuresTcp() {
    int port = Ports.free();
    try (Backend echo = Backend.running(connection -> connection.echo());
        PortyProcess porty =
            PortyProcess.start(
                "listen_addr = \"127.0.0.1\"\nlisten_port = %d\ntarget_port = %d\n"
                    .formatted(port, echo.port()))) {
      Installation.Result result =
          Installation.porty(
              "bench",
              "tcp://127.0.0.1:" + port,
              "--size",
              "1000",
              "-c",
              "3",
              "-d",
              "1",
              "-w",
              "0");

      assertThat(answers(result)).isGreaterThan(100);
      assertThat(result.out()).contains("errors     none").doesNotContain("status");
    }
  }

  @Test
  void saysWhatWentWrongByKind() {
    Installation.Result nobody =
        Installation.porty("bench", "http://127.0.0.1:" + Ports.free(), "-d", "1", "-w", "0", "-q");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.out()).contains("connect failed");

    try (Backend rude = Backend.running(connection -> connection.head())) {
      Installation.Result cut =
          Installation.porty(
              "bench", "http://127.0.0.1:" + rude.port(), "-c", "1", "-d", "1", "-w", "0", "-q");
      assertThat(cut.out()).contains("closed before the response was complete");
    }
  }

  @Test
  void refusesWhatItCannotUse() {
    Installation.Result result = Installation.porty("bench", "ftp://localhost/");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("begins with none of http://, https://, tcp:// and tls://")
        .doesNotContain("\tat ");
  }
}
