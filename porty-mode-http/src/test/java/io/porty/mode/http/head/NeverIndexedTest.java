package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeverIndexedTest {

  private static NeverIndexed with(NeverIndexed before, String name) {
    byte[] b = Ascii.bytes(name);
    return before.with(b, 0, b.length);
  }

  private static boolean contains(NeverIndexed names, String name) {
    byte[] b = Ascii.bytes(name);
    return names.contains(b, 0, b.length);
  }

  @Test
  void containsWhatWasAdded() {
    NeverIndexed one = with(NeverIndexed.NONE, "x-token");
    assertThat(contains(one, "x-token")).isTrue();
    assertThat(contains(one, "x-toke")).isFalse();
    assertThat(contains(with(one, "x-key"), "x-token")).isTrue();
    assertThat(with(one, "x-token")).isSameAs(one);
    assertThat(one.isEmpty()).isFalse();
    assertThat(NeverIndexed.NONE.isEmpty()).isTrue();
  }

  /** The work for a head is bounded, however many fields it marks. */
  @Test
  void tooManyAreAll() {
    NeverIndexed names = NeverIndexed.NONE;
    for (int i = 0; i < 16; i++) {
      names = with(names, "x-" + i);
    }
    assertThat(contains(names, "x-other")).isFalse();
    names = with(names, "x-16");
    assertThat(contains(names, "x-other")).isTrue();
    assertThat(with(names, "x-17")).isSameAs(names);
    assertThat(names.isEmpty()).isFalse();
  }
}
