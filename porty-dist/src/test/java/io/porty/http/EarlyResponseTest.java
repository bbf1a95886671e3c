package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send their whole body before they look at the answer, which came long before. */
class EarlyResponseTest {

  private static final String CHUNKED =
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK = "1000\r\n" + "x".repeat(4096) + "\r\n";

  private static Backend refusing() {
    return Backend.running(
        connection -> {
          connection.head();
          connection.send(
              "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
          connection.awaitTaken();
        });
  }

  /** Sends for a while at a steady pace, then reads. */
  private static Wire.Message uploadSlowly(RawClient client, String head, String piece) {
    client.send(head);
    for (int i = 0; i < 40; i++) {
      client.send(piece);
      pause(100);
    }
    client.send(head.contains("chunked") ? "0\r\n\r\n" : "");
    return client.message();
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSlowUploaderReadsWhatTheBackendAnsweredAtOnce() {
    try (Backend backend = refusing();
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Wire.Message answer = uploadSlowly(client, CHUNKED, CHUNK);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).isEqualTo("big");
      assertThat(answer.first("Connection")).isEqualTo("close");
    }
  }

  @ParameterizedTest
  @CsvSource({"max_body_bytes = 1000, 413", "deny_targets = [\"127.0.0.1\"], 403"})
  void andWhatPortyItselfAnswers(String line, int status) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.dynamic(line);
        RawClient client = porty.connect()) {
      String head =
          "PUT /?" + backend.query() + " HTTP/1.1\r\nHost: a\r\nContent-Length: 163840\r\n\r\n";
      assertThat(uploadSlowly(client, head, "x".repeat(4096)).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536})
  void howMuchIsReadForThatIsBounded(int max) {
    try (Backend backend = refusing();
        RunningPorty porty = RunningPorty.fixed(backend, "max_discard_bytes = " + max);
        RawClient client = porty.connect()) {
      client.send(CHUNKED);
      assertThatCode(
              () -> {
                for (int i = 0; i < 5000; i++) {
                  client.send(CHUNK);
                }
              })
          .as("20 MB are not taken")
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void whoSendsNoMoreIsNotWaitedFor() {
    try (Backend backend = refusing();
        RunningPorty porty = RunningPorty.fixed(backend, "body_rate_grace_seconds = 0.3");
        RawClient client = porty.connect()) {
      client.send(CHUNKED + CHUNK);
      assertThat(client.message().status()).isEqualTo(413);
      org.awaitility.Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(3))
          .until(() -> porty.porty().openConnections() == 0);
    }
  }
}
