package io.porty.http2;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a client does in a {@link WireTables} case. */
final class WireSteps {

  private WireSteps() {}

  static void run(Http2Client client, String[] steps) {
    if (!steps[0].equals("silent")) {
      run(client, "preface");
      client.frame(Http2Client.SETTINGS, 0, 0);
    }
    for (String step : steps) {
      run(client, step);
    }
  }

  private static void run(Http2Client client, String step) {
    String[] words = step.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "silent" -> {}
      case "preface" -> client.send(Http2Client.PREFACE.getBytes(StandardCharsets.ISO_8859_1));
      case "times" -> {
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
          run(client, rest.replace("#", Integer.toString(2 * i + 1)));
        }
      }
      case "get" -> client.get(Integer.parseInt(words[1]), "/");
      case "head" -> client.request(Integer.parseInt(words[1]), true, "HEAD", "/");
      case "post" -> client.post(Integer.parseInt(words[1]), "/");
      case "req" -> client.frame(1, 5, Integer.parseInt(words[1]), WireTables.block(rest));
      case "open" -> client.frame(1, 4, Integer.parseInt(words[1]), WireTables.block(rest));
      case "data" -> client.data(Integer.parseInt(words[1]), WireTables.escaped(rest), false);
      case "last" -> client.data(Integer.parseInt(words[1]), WireTables.escaped(rest), true);
      case "bytes" ->
          client.data(Integer.parseInt(words[1]), "x".repeat(Integer.parseInt(rest)), false);
      case "hex" -> client.send(HexFormat.of().parseHex(words[1]));
      case "frame" -> frame(client, step.split(" "));
      case "until" -> client.until(step.substring(6));
      default -> throw new AssertionError(step);
    }
  }

  /** frame TYPE FLAGS STREAM [HEX]. */
  private static void frame(Http2Client client, String[] words) {
    client.frame(
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        (int) Long.parseLong(words[3]),
        WireTables.payload(words.length > 4 ? words[4] : ""));
  }
}
