package io.porty.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables. {@code wire/README.md} describes their columns and escapes. */
final class Table {

  static final List<String> ALL =
      List.of("requests", "refused", "bodies", "responses", "connections");

  private static final Map<String, String> MACROS = new LinkedHashMap<>();

  static {
    MACROS.put("{get}", "GET / HTTP/1.1\\r\\nHost: h\\r\\n");
    MACROS.put("{head}", "HEAD / HTTP/1.1\\r\\nHost: h\\r\\n");
    MACROS.put("{post}", "POST / HTTP/1.1\\r\\nHost: h\\r\\n");
    MACROS.put(
        "{chunked}", "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n");
    MACROS.put("{old}", "GET / HTTP/1.0\\r\\n");
    MACROS.put("{200}", "HTTP/1.1 200 OK\\r\\n");
    MACROS.put("{200c}", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n");
    MACROS.put("{after}", "GET /smuggled HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n");
    MACROS.put(
        "{ws}",
        "GET /ws HTTP/1.1\\r\\nHost: h\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n");
    MACROS.put(
        "{101}",
        "HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\n\\r\\n");
  }

  private Table() {}

  static List<Row> read() {
    return ALL.stream().flatMap(name -> read(name).stream()).toList();
  }

  static List<Row> read(String name) {
    try (InputStream in = Table.class.getResourceAsStream("/wire/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no table " + name);
      }
      List<Row> rows = new ArrayList<>();
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
      for (int i = 0; i < lines.length; i++) {
        if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
          rows.add(row(name + ":" + (i + 1), lines[i]));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String place, String line) {
    String[] columns = line.split(" +\\| +", 4);
    if (columns.length < 4) {
      throw new IllegalArgumentException(place + ": four columns are expected: " + line);
    }
    String answer = columns[2].equals("-") ? "{200}Content-Length: 2\\r\\n\\r\\nok" : columns[2];
    Row.Closing closing = Row.Closing.STAYS;
    if (answer.endsWith("\\!")) {
      closing = Row.Closing.CLOSES;
    } else if (answer.endsWith("\\R")) {
      closing = Row.Closing.RESETS;
    }
    if (closing != Row.Closing.STAYS) {
      answer = answer.substring(0, answer.length() - 2);
    }
    return new Row(
        place,
        columns[0],
        columns[1],
        Arrays.stream(columns[1].split("\\\\p")).map(Table::unescape).toList(),
        unescape(answer),
        closing,
        Arrays.stream(columns[3].trim().split(" ; ")).map(text -> check(place, text)).toList());
  }

  private static Row.Check check(String place, String text) {
    String[] words = text.trim().split(" ", 3);
    if (words.length < 2 || !(words[0].equals(">") || words[0].equals("<"))) {
      throw new IllegalArgumentException(place + ": not a check: " + text);
    }
    boolean status = words[1].matches("\\d{3}");
    return new Row.Check(
        words[0].equals(">"),
        status ? "status" : words[1],
        status ? words[1] : words.length < 3 ? "" : unescape(words[2]));
  }

  static String unescape(String text) {
    String expanded = text;
    for (Map.Entry<String, String> macro : MACROS.entrySet()) {
      expanded = expanded.replace(macro.getKey(), macro.getValue());
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < expanded.length(); i++) {
      char c = expanded.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = expanded.charAt(++i);
      switch (escaped) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 's' -> out.append(' ');
        case 'x' -> {
          out.append((char) Integer.parseInt(expanded.substring(i + 1, i + 3), 16));
          i += 2;
        }
        case '*' -> {
          int end = expanded.indexOf(';', i);
          int comma = expanded.lastIndexOf(',', end);
          String repeated = unescape(expanded.substring(i + 1, comma));
          out.append(repeated.repeat(Integer.parseInt(expanded.substring(comma + 1, end))));
          i = end;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }
}
