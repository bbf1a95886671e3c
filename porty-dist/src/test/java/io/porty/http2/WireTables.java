package io.porty.http2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Tables of wire cases: a line is a case, columns have {@code |} between them. */
final class WireTables {

  private WireTables() {}

  /** A case: its columns, of which the first two are its name and its source. */
  record Row(Path file, String[] columns) {

    String column(int index) {
      return columns[index];
    }

    /** A column that is a list. */
    String[] steps(int index) {
      return columns[index].split(" +; +");
    }

    @Override
    public String toString() {
      return columns[0] + " (" + columns[1] + ")";
    }
  }

  /** The cases of a file. */
  static Stream<Row> rows(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> new Row(file, line.strip().split(" +\\| +")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fields with {@code ~} between them as a header block; {@code +} stands for the four usual ones
   * of a request.
   */
  static byte[] block(String text) {
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

  /** A payload in hexadecimals; {@code 0*n} stands for n zeros. */
  static byte[] payload(String text) {
    return text.startsWith("0*")
        ? new byte[Integer.parseInt(text.substring(2))]
        : HexFormat.of().parseHex(text);
  }

  static String escaped(String text) {
    return text.replace("\\r", "\r")
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
