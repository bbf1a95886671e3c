package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RunningPorty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames in, frames out: each line of a table in {@code src/test/resources/wire-h2} is a connection
 * of its own. A line has a name, its source, what the client sends, and what has to come back.
 * {@code ALIVE} means that the connection still answers PING and no stream was reset. A request
 * that is not answered with 200 must not reach the backend.
 */
class Http2WireTest {

  private static final Path TABLES = Path.of("src/test/resources/wire-h2");

  private static Backend backend;
  private static RunningPorty porty;

  private record Row(Path file, String name, String source, String client, String expected) {

    /** Whether the backend must not see a complete request. */
    boolean isRefused() {
      return file.toString().matches(".*(requests|bodies).txt") && !expected.contains(" 200");
    }

    @Override
    public String toString() {
      return name + " (" + source + ")";
    }
  }

  @BeforeAll
  static void start() {
    backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    porty = RunningPorty.fixed(backend, "max_streams = 10", "max_body_bytes = 30000");
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  static Stream<Row> rows() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(TABLES)) {
      files = found.sorted().toList();
    }
    return files.stream().flatMap(Http2WireTest::rows);
  }

  private static Stream<Row> rows(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +\\| +"))
          .map(parts -> new Row(file, parts[0], parts[1], parts[2], parts[3].strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answers(Row row) {
    int before = backend.requests().size();
    try (Http2Client client = Http2Client.to(porty.port())) {
      for (String step : row.client().split(" *; *")) {
        run(client, step);
      }
      boolean alive = row.expected().equals("ALIVE");
      if (alive) {
        client.frame(Http2Client.PING, 0, 0, new byte[8]);
      }
      List<String> events = client.until(alive ? "PONG" : row.expected());
      assertThat(events).anyMatch(event -> event.startsWith(alive ? "PONG" : row.expected()));
      if (alive) {
        assertThat(events).noneMatch(event -> event.matches("(GOAWAY|RST|CLOSED|RESET).*"));
      }
      if (row.isRefused()) {
        assertThat(backend.requests()).hasSize(before);
      }
    }
  }

  private static void run(Http2Client client, String step) {
    String[] words = step.split(" ", 3);
    switch (words[0]) {
      case "times" -> {
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
          run(client, words[2].replace("#", Integer.toString(2 * i + 1)));
        }
      }
      case "get" -> client.get(Integer.parseInt(words[1]), "/");
      case "post" -> client.post(Integer.parseInt(words[1]), "/");
      case "req" -> client.frame(1, 5, Integer.parseInt(words[1]), block(words[2]));
      case "open" -> client.frame(1, 4, Integer.parseInt(words[1]), block(words[2]));
      case "data" ->
          client.data(Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", false);
      case "last" ->
          client.data(Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", true);
      case "bytes" ->
          client.data(Integer.parseInt(words[1]), "x".repeat(Integer.parseInt(words[2])), false);
      case "hex" -> client.send(HexFormat.of().parseHex(step.substring(4).replace(" ", "")));
      case "frame" -> frame(client, step.split(" "));
      case "until" -> client.until(step.substring(6));
      default -> throw new AssertionError(step);
    }
  }

  /** frame TYPE FLAGS STREAM [HEX]. */
  private static void frame(Http2Client client, String[] words) {
    String payload = words.length > 4 ? words[4] : "";
    byte[] bytes =
        payload.matches("0\\*\\d+")
            ? new byte[Integer.parseInt(payload.substring(2))]
            : HexFormat.of().parseHex(payload);
    client.frame(
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        (int) Long.parseLong(words[3]),
        bytes);
  }

  /** Fields with {@code ~} between them; {@code +} stands for the four usual ones. */
  private static byte[] block(String text) {
    String[] fields =
        Arrays.stream(text.split("~"))
            .flatMap(
                field ->
                    field.equals("+")
                        ? Stream.of(
                            ":method=GET", ":scheme=http", ":path=/", ":authority=a.example")
                        : Stream.of(escaped(field)))
            .toArray(String[]::new);
    return Http2Client.block(fields);
  }

  private static String escaped(String field) {
    return field
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0")
        .replace("\\s", " ")
        .replace("\\7f", "\u007f")
        .replace("\\e", new String(new byte[] {27}, StandardCharsets.ISO_8859_1))
        .replace("\\d", "|")
        .replace("\\w", "~");
  }
}
