package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Order, growth and eviction of the entries (RFC 7541 section 4). */
class DynamicTableTest {

  /** Two bytes of name, two of value. */
  private static final int ENTRY_BYTES = 4 + DynamicTable.ENTRY_OVERHEAD;

  private static void add(DynamicTable table, int number) {
    byte[] b = String.format("n%d=v%d", number % 10, number % 10).getBytes(StandardCharsets.UTF_8);
    byte[] entry = {'.', b[0], b[1], b[3], b[4], '.'};
    table.add(entry, 1, 3, 5);
  }

  private static String text(DynamicTable table, int index) {
    return new String(table.entry(index), StandardCharsets.UTF_8);
  }

  @Test
  void theNewestEntryIsTheFirst() {
    DynamicTable table = new DynamicTable(100 * ENTRY_BYTES);
    for (int i = 0; i < 50; i++) {
      add(table, i);
    }
    assertThat(table.count()).isEqualTo(50);
    assertThat(table.size()).isEqualTo(50 * ENTRY_BYTES);
    for (int i = 0; i < 50; i++) {
      int number = (49 - i) % 10;
      assertThat(text(table, i)).isEqualTo("n" + number + "v" + number);
      assertThat(table.nameLength(i)).isEqualTo(2);
    }
  }

  @Test
  void anEntryThatFillsTheTableStays() {
    DynamicTable table = new DynamicTable(2 * ENTRY_BYTES);
    add(table, 1);
    add(table, 2);
    assertThat(table.count()).isEqualTo(2);
    add(table, 3);
    assertThat(table.count()).isEqualTo(2);
    assertThat(text(table, 0)).isEqualTo("n3v3");
    assertThat(text(table, 1)).isEqualTo("n2v2");
    assertThat(table.size()).isEqualTo(2 * ENTRY_BYTES);

    DynamicTable one = new DynamicTable(ENTRY_BYTES);
    add(one, 1);
    assertThat(one.count()).isEqualTo(1);
    DynamicTable none = new DynamicTable(ENTRY_BYTES - 1);
    add(none, 1);
    assertThat(none.count()).isZero();
    assertThat(none.size()).isZero();
  }

  @Test
  void aSmallerSizeEvictsTheOldestAtOnce() {
    DynamicTable table = new DynamicTable(4 * ENTRY_BYTES);
    for (int i = 1; i <= 4; i++) {
      add(table, i);
    }
    assertThat(table.resize(2 * ENTRY_BYTES)).isTrue();
    assertThat(table.count()).isEqualTo(2);
    assertThat(text(table, 1)).isEqualTo("n3v3");
    assertThat(table.resize(2 * ENTRY_BYTES - 1)).isTrue();
    assertThat(table.count()).isEqualTo(1);
    assertThat(table.resize(0)).isTrue();
    assertThat(table.count()).isZero();
    assertThat(table.size()).isZero();
    assertThat(table.resize(4 * ENTRY_BYTES)).isTrue();
    assertThat(table.resize(4 * ENTRY_BYTES + 1)).isFalse();
  }
}
