package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places where RFC 9110 and 9112 have white space, and lists of members. */
class ListFieldTest {

  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** RFC 9112 section 7.1.1: BWS before the semicolon and around the equals sign. */
  @ParameterizedTest
  @ValueSource(
      strings = {"5 ;a", "5\t; a", "5 ; a = b", "5;a\t=\t\"x y\"", "5 \t ;a;b=c ;d", "5;a "})
  void whiteSpaceInChunkExtensions(String sizeLine) {
    String chunks = sizeLine + "\r\nhello\r\n0 ;end\r\n\r\n";
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    Wire.Message request = connection.message();
                    connection.send(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
                    assertThat(request.body()).isEqualTo("hello");
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      assertThat(client.send(CHUNKED + chunks).message().body()).isEqualTo("hello");
      assertThat(client.send(CHUNKED + chunks).message().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 ", "5\t", " 5", "5 h", "5 \n"})
  void elsewhereInASizeLineItIsRefused(String sizeLine) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(CHUNKED + sizeLine + "\r\nhello\r\n0\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TE: trailers, deflate;q=0.5",
        "TE: deflate;q=0.5 ,\ttrailers",
        "TE: gzip\r\nTE: Trailers",
        "TE: , trailers,"
      })
  void aMemberOfTeIsFoundAmongOthers(String fields) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE\r\n" + fields + "\r\n\r\n");
      client.message();
      Wire.Message request = backend.requests().get(0);
      assertThat(request.all("TE")).containsExactly("trailers");
      assertThat(request.first("Connection")).isEqualTo("TE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100-continue, 100-Continue",
        ", 100-continue",
        "100-continue\r\nExpect: 100-continue"
      })
  void anExpectationMayBeAList(String value) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                  connection.bytes(2);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: " + value + "\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(100);
      assertThat(client.send("ab").message().status()).isEqualTo(200);
    }
  }

  @Test
  void anUnknownMemberIsRefused() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, more\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(417);
    }
  }

  /** Pools of clients look for how long they may keep a connection. */
  @Test
  void whoAsksForAConnectionThatStaysIsToldForHowLong() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, "keepalive_timeout_seconds = 7");
        RawClient client = porty.connect()) {
      Wire.Message asked =
          client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n").message();
      assertThat(asked.all("Keep-Alive")).containsExactly("timeout=7");
      assertThat(asked.first("Connection")).isEqualTo("keep-alive");
      assertThat(client.get("/").all("Keep-Alive")).isEmpty();
    }
  }
}
