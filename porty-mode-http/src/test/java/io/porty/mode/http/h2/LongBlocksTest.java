package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Places for long header blocks, which peers share. */
class LongBlocksTest {

  private long now;
  private final LongBlocks places = new LongBlocks(() -> now);
  private final List<String> displaced = new ArrayList<>();

  private final class Block implements LongBlocks.Holder {
    private final String peer;
    private final String name;

    Block(String peer, int number) {
      this.peer = peer;
      this.name = peer + number;
    }

    @Override
    public Object remote() {
      return peer;
    }

    @Override
    public void displaced() {
      displaced.add(name);
      places.release(this);
    }
  }

  private boolean take(String peer, int number) {
    return places.take(new Block(peer, number));
  }

  private void fill(String peers) {
    for (int i = 0; i < peers.length(); i++) {
      assertThat(take(peers.substring(i, i + 1), i)).isTrue();
    }
  }

  @Test
  void aPeerMayHaveAllOfThem() {
    fill("aaaaaaaa");
    assertThat(take("a", 8)).isFalse();
    assertThat(displaced).isEmpty();
  }

  @Test
  void aStrangerHasOneOfThePeerWithTheMost() {
    fill("babaacaa");
    assertThat(take("d", 0)).isTrue();
    assertThat(displaced).containsExactly("a1");
    assertThat(take("d", 1)).isTrue();
    assertThat(displaced).containsExactly("a1", "a3");
  }

  @Test
  void noPeerDisplacesUntilItHasMoreThanTheOther() {
    fill("aaaaaaab");
    for (int i = 0; i < 10; i++) {
      take("b", 10 + i);
    }
    assertThat(displaced).containsExactly("a0", "a1", "a2");
    for (int i = 0; i < 10; i++) {
      take("a", 20 + i);
    }
    assertThat(displaced).hasSize(3);
  }

  @Test
  void oneThatIsNotCompletedGivesItsPlaceToTheNext() {
    fill("abcdefgh");
    now = TimeUnit.SECONDS.toNanos(H2Limits.LONG_BLOCK_SECONDS) - 1;
    assertThat(take("i", 0)).isFalse();
    now++;
    assertThat(take("i", 0)).isTrue();
    assertThat(displaced).containsExactly("a0");
    assertThat(take("a", 9)).as("as slow").isTrue();
    assertThat(displaced).containsExactly("a0", "b1");
  }

  @Test
  void aPlaceComesBack() {
    Block first = new Block("a", 0);
    assertThat(places.take(first)).isTrue();
    fill("aaaaaaa");
    places.release(first);
    places.release(first);
    assertThat(take("b", 0)).isTrue();
    assertThat(displaced).isEmpty();
    assertThat(take("a", 9)).isFalse();
  }
}
