package io.porty.mode.http.hpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Decodes blocks of one connection to texts. */
final class Blocks {

  private static final HpackLimits LIMITS = new HpackLimits(128, 16_384);

  private final HpackDecoder decoder;
  private final DynamicTable table;
  private HpackResult result = HpackResult.OK;

  Blocks(int tableBytes) {
    this(tableBytes, LIMITS);
  }

  Blocks(int tableBytes, HpackLimits limits) {
    this.table = new DynamicTable(tableBytes);
    this.decoder = new HpackDecoder(limits);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  List<String> fields(byte[] block) {
    List<String> found = new ArrayList<>();
    result =
        decoder.decode(
            block,
            0,
            block.length,
            table,
            (b, nameStart, nameEnd, valueEnd, never) ->
                found.add(
                    new String(b, nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1)
                        + "="
                        + new String(b, nameEnd, valueEnd - nameEnd, StandardCharsets.ISO_8859_1)
                        + (never ? " never" : "")));
    return found;
  }

  List<String> fields(String hex) {
    return fields(bytes(hex));
  }

  HpackResult result() {
    return result;
  }

  int tableBytes() {
    return table.size();
  }
}
