package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lookup of the names of RFC 7541 appendix A. */
class StaticTableTest {

  @Test
  void everyNameIsFoundAtItsLowestIndex() {
    Map<String, Integer> lowest = new HashMap<>();
    for (int i = 1; i <= StaticTable.SIZE; i++) {
      byte[] entry = StaticTable.entry(i);
      String name = new String(entry, 0, StaticTable.nameLength(i), StandardCharsets.US_ASCII);
      lowest.putIfAbsent(name, i);
    }
    assertThat(lowest).hasSize(52).containsEntry(":status", 8).containsEntry("set-cookie", 55);
    lowest.forEach((name, index) -> assertThat(find(name)).as(name).isEqualTo(index));
  }

  @Test
  void noOtherNameIsFound() {
    for (String name : new String[] {"", "x", "Date", "dat", "datee", "cookie2", ":"}) {
      assertThat(find(name)).as(name).isZero();
    }
  }

  private static int find(String name) {
    byte[] b = ("<" + name + ">").getBytes(StandardCharsets.US_ASCII);
    return StaticTable.find(b, 1, b.length - 1);
  }
}
