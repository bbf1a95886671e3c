package io.porty.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the load generator thinks that answers end, however they are cut into reads. */
class HttpReplyReaderTest {

  static Stream<Arguments> replies() {
    return Stream.of(
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "DONE 200"),
        Arguments.of("HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", "DONE 200"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\n",
            "DONE 200"),
        Arguments.of("HTTP/1.1 204 No Content\r\n\r\n", "DONE 204"),
        Arguments.of(
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx",
            "DONE 404"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
            "DONE_AND_CLOSE 200"),
        Arguments.of("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", "DONE_AND_CLOSE 200"),
        Arguments.of(
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", "DONE 200"),
        Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "MALFORMED"),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "MALFORMED"),
        Arguments.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "MALFORMED"));
  }

  private static String read(HttpResponseReader reader, String reply, int step) {
    byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i += step) {
      ByteBuffer part = ByteBuffer.wrap(bytes, i, Math.min(step, bytes.length - i));
      ResponseReader.Step came = reader.read(part);
      if (came != ResponseReader.Step.MORE) {
        assertThat(i + step >= bytes.length || came == ResponseReader.Step.MALFORMED).isTrue();
        return came == ResponseReader.Step.MALFORMED ? "MALFORMED" : came + " " + reader.status();
      }
    }
    return "MORE";
  }

  @ParameterizedTest
  @MethodSource("replies")
  void findsTheEndHoweverItIsCut(String reply, String expected) {
    List<String> outcomes = new ArrayList<>();
    for (int step = 1; step <= reply.length(); step++) {
      outcomes.add(read(new HttpResponseReader(false), reply, step));
    }
    assertThat(outcomes).containsOnly(expected);
  }

  @Test
  void readsOneAnswerAfterTheOther() {
    HttpResponseReader reader = new HttpResponseReader(false);
    for (int i = 0; i < 3; i++) {
      assertThat(read(reader, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 7))
          .isEqualTo("DONE 200");
    }
  }

  @Test
  void expectsNoBodyBehindHead() {
    assertThat(
            read(new HttpResponseReader(true), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 99))
        .isEqualTo("DONE 200");
  }

  @Test
  void knowsThatSomeAnswersEndWithTheConnection() {
    HttpResponseReader reader = new HttpResponseReader(false);
    assertThat(read(reader, "HTTP/1.1 200 OK\r\n\r\nsome", 5)).isEqualTo("MORE");
    assertThat(reader.isCompleteAtClose()).isTrue();
  }
}
