package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Silence is a different thing in an upload, in a response, in an event stream and at a client that
 * reads slowly: each has a key of its own. The times are small here; the ratios are the defaults'.
 */
class EventStreamTimeoutTest {

  private static final String OLD_LIMIT = "body_timeout_seconds = 0.3";

  private static Backend stream(String type, int silentMillis) {
    return Backend.running(
        connection -> {
          connection.message();
          connection.send(
              "HTTP/1.1 200 OK\r\nContent-Type: "
                  + type
                  + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
          for (int i = 0; i < 2; i++) {
            connection.isSilentFor(silentMillis);
            connection.send("1\r\nb\r\n");
          }
          connection.send("0\r\n\r\n");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "Text/Event-Stream; charset=utf-8"})
  void anEventStreamMayBeSilentForAsLongAsATunnel(String type) {
    try (Backend backend = stream(type, 900);
        RunningPorty porty =
            RunningPorty.fixed(backend, OLD_LIMIT, "response_body_timeout_seconds = 0.3");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("abb");
    }
  }

  @Test
  void anEventStreamEndsWithTheTunnelTimeout() {
    try (Backend backend = stream("text/event-stream", 3000);
        RunningPorty porty = RunningPorty.fixed(backend, "tunnel_timeout_seconds = 0.4");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      assertThat(client.rest()).isEqualTo("1\r\na\r\n");
    }
  }

  @Test
  void anyOtherResponseHasAKeyOfItsOwn() {
    try (Backend backend = stream("text/plain", 700)) {
      try (RunningPorty porty = RunningPorty.fixed(backend, OLD_LIMIT);
          RawClient client = porty.connect()) {
        assertThat(client.get("/").body()).isEqualTo("abb");
      }
      try (RunningPorty porty = RunningPorty.fixed(backend, "response_body_timeout_seconds = 0.3");
          RawClient client = porty.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
        assertThat(client.rest()).as("cut, and visibly so").isEqualTo("1\r\na\r\n");
      }
    }
  }

  @Test
  void aReaderMayPause() {
    byte[] much = new byte[20_000_000];
    try (Backend backend = download(much);
        RunningPorty porty =
            RunningPorty.fixed(backend, OLD_LIMIT, "response_body_timeout_seconds = 1");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      pause(2500);
      assertThat(client.bytes(much.length)).hasSize(much.length);
    }
  }

  @Test
  void aReaderWhoTakesNothingIsGivenUp() {
    try (Backend backend = download(new byte[50_000_000]);
        RunningPorty porty = RunningPorty.fixed(backend, "send_timeout_seconds = 0.5");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
      org.awaitility.Awaitility.await()
          .until(() -> porty.porty().openConnections() == 0 && backend.open() == 0);
    }
  }

  private static Backend download(byte[] much) {
    return Backend.running(
        connection -> {
          connection.message();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + much.length + "\r\n\r\n");
          connection.send(much);
          connection.isEnded();
        });
  }

  private static void pause(int millis) {
    try (Backend silent = Backend.running(connection -> connection.isEnded());
        RawClient waiting = RawClient.to(silent.port())) {
      waiting.isSilentFor(millis);
    }
  }

  @Test
  void connectingAndWaitingForTheHeadHaveKeysOfTheirOwn() {
    AtomicReference<Integer> silent = new AtomicReference<>(900);
    try (Backend backend =
        Backend.running(
            connection -> {
              while (true) {
                connection.message();
                connection.isSilentFor(silent.get());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npoll");
              }
            })) {
      try (RunningPorty porty =
              RunningPorty.fixed(
                  backend, "connect_timeout_seconds = 0.3", "response_timeout_seconds = 5");
          RawClient client = porty.connect()) {
        assertThat(client.get("/").body()).isEqualTo("poll");
      }
      try (RunningPorty porty =
              RunningPorty.fixed(backend, "timeout_seconds = 5", "response_timeout_seconds = 0.3");
          RawClient client = porty.connect()) {
        Wire.Message late = client.get("/");
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.first("X-Porty-Error")).isEqualTo("response_timeout");
      }
    }
  }

  /** A server that says every now and then that it is at work, for as long as it takes. */
  @Test
  void anyNumberOfInterimResponsesPassIfTheyTakeTheirTime() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  for (int i = 0; i < 60; i++) {
                    connection.send("HTTP/1.1 102 Processing\r\n\r\n");
                  }
                  for (int i = 0; i < 20; i++) {
                    connection.isSilentFor(150);
                    connection.send("HTTP/1.1 102 Processing\r\n\r\n");
                  }
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      int interim = 0;
      Wire.Message head = client.head();
      while (head.status() == 102) {
        interim++;
        head = client.head();
      }
      assertThat(head.status()).isEqualTo(200);
      assertThat(interim).isEqualTo(80);
    }
  }
}
