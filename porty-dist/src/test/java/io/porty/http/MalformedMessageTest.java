package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are refused: the log says where the fault is. Backends that cannot be fixed. */
class MalformedMessageTest {

  @TempDir Path folder;

  private static Backend saying(String bytes) {
    return Backend.running(
        connection -> {
          connection.message();
          connection.send(unescaped(bytes));
          connection.awaitTaken();
        });
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
  }

  private RunningPorty logging(int port, String... lines) {
    return RunningPorty.start(
        "log_format = \"json\"\nlog_output = \""
            + folder.resolve("a.log")
            + "\"\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + port
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  private String log() {
    Path file = folder.resolve("a.log");
    await().until(() -> Files.exists(file) && Files.readString(file).contains(", byte "));
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK\\r\\nServer: x\\r\\nno colon\\r\\n\\r\\n | line 3, byte 3: \\\"no colon",
        "ICY 200 OK\\r\\n\\r\\n | line 1, byte 1: \\\"ICY 200",
        "HTTP/1.1 200 OK\\nX: y\\n\\n | line 1, byte 16: \\\"HTTP/1.1 200 OK\\\\n",
        "HTTP/1.1 200 OK\\r\\nX-Auth-Token: hunter2\\0\\r\\n\\r\\n | ****\\\\x00"
      })
  void theLogSaysWhereABackendBreaksTheGrammar(String response, String where) {
    try (Backend backend = saying(response);
        RunningPorty porty = logging(backend.port());
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("backend_invalid");
      assertThat(log()).contains(where).doesNotContain("hunter2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1\\r\\nHost: a\\r\\nX Y: z\\r\\n\\r\\n | line 3, byte 2: \\\"X Y: z",
        "GET / HTTP/1.1\\r\\nHost: a\\r\\nCookie: s3cret\\0\\r\\n\\r\\n | Cookie:****\\\\x00",
        "GET /?a=s3cret HTTP/1.1\\t\\r\\nHost: a\\r\\n\\r\\n | line 1, byte 24"
      })
  void andWhereAClientDoes(String request, String where) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = logging(backend.port());
        RawClient client = porty.connect()) {
      client.send(unescaped(request));
      assertThat(client.message().status()).isEqualTo(400);
      assertThat(log()).contains(where).doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2, 2\\r\\n\\r\\nok",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 02\\r\\n\\r\\nok",
        "HTTP/1.1 200 OK\\nContent-Length: 2\\n\\nok",
        "HTTP/1.1 200 OK\\r\\nX: y\\nContent-Length: 2\\r\\n\\nok",
        "HTTP/1.1 200 OK\\r\\nContent-Length : 2\\r\\n\\r\\nok",
        "http/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok",
        "HTTP/1.2  200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok",
        "ICY 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok"
      })
  void aTrustedBackendMayBreakWhatCannotBeMisread(String response) {
    try (Backend backend = saying(response)) {
      try (RunningPorty strict = RunningPorty.fixed(backend);
          RawClient client = strict.connect()) {
        assertThat(client.get("/").status()).isEqualTo(502);
      }
      try (RunningPorty porty = RunningPorty.fixed(backend, "lenient = true");
          RawClient client = porty.connect()) {
        Wire.Message answer = client.get("/");
        assertThat(answer.startLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.fields()).noneMatch(line -> line.contains(" :"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 2\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2, 3\\r\\n\\r\\nok",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\nok",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: x\\r\\n\\r\\nok",
        "HTTP/1.1 200 OK\\r\\nX: a\\rb\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\n folded\\r\\n\\r\\n",
        "HTTP/2.0 200 OK\\r\\n\\r\\n",
        "SSH-2.0-x\\r\\n"
      })
  void butNotWhatCan(String response) {
    try (Backend backend = saying(response);
        RunningPorty porty = RunningPorty.fixed(backend, "lenient = true");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void aBlankedLineReachesTheClientInOrder() {
    try (Backend backend = saying("HTTP/1.1 200 OK\\nX-A : 1\\nContent-Length:2\\n\\nok");
        RunningPorty porty = RunningPorty.fixed(backend, "lenient = true");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\r\nX-A: 1\r\n").endsWith("\r\n\r\nok");
    }
  }

  @Test
  void blanksBehindAChunkSizeToo() {
    try (Backend backend =
            saying(
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2  \\r\\nok\\r\\n0\\t\\r\\n\\r\\n");
        RunningPorty porty = RunningPorty.fixed(backend, "lenient = true");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("ok");
    }
  }
}
