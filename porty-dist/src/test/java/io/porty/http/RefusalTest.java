package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each line of {@code wire/refused.txt} is a request that must get its status, a closed connection,
 * and never reach the backend as something else; sent whole, and byte by byte.
 */
class RefusalTest {

  private static Backend backend;
  private static RunningPorty porty;

  @BeforeAll
  static void start() {
    backend = Backend.ok("never");
    porty = RunningPorty.fixed(backend);
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  /** Lines of: status, source, request with C-like escapes. */
  static Stream<Arguments> cases() throws IOException {
    try (InputStream in = RefusalTest.class.getResourceAsStream("/wire/refused.txt")) {
      List<Arguments> all = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\\s+", 3);
          all.add(Arguments.of(Integer.parseInt(parts[0]), parts[1], parts[2]));
        }
      }
      return all.stream();
    }
  }

  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 's' -> out.append(' ');
        case 'x' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        case '*' -> {
          int end = text.indexOf(';', i);
          String[] repeat = text.substring(i + 1, end).split(",");
          out.append(unescape(repeat[0]).repeat(Integer.parseInt(repeat[1])));
          i = end;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cases")
  void refusesAndCloses(int status, String source, String escaped) {
    String request = unescape(escaped);
    int before = backend.requests().size();

    try (RawClient client = porty.connect()) {
      client.send(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
      Wire.Message answer = client.message();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.first("X-Porty-Error")).matches("[a-z_]+");
      assertThat(answer.first("Connection")).isEqualTo("close");
      assertThat(answer.body()).startsWith(status + " ");
      assertThat(client.rest()).as("nothing behind the refusal").isEmpty();
    }
    assertThat(backend.requests()).hasSize(before);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cases")
  void refusesTheSameByteByByte(int status, String source, String escaped) {
    String request = unescape(escaped);
    if (request.length() > 2000) {
      return;
    }
    int before = backend.requests().size();
    try (RawClient client = porty.connect()) {
      try {
        for (int i = 0; i < request.length(); i++) {
          client.send(request.substring(i, i + 1));
        }
      } catch (java.io.UncheckedIOException e) {
        // Refused before the last byte; the answer is still to be read.
      }
      assertThat(client.message().status()).isEqualTo(status);
    }
    assertThat(backend.requests()).hasSize(before);
  }
}
