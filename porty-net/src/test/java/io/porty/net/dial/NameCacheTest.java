package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NameCacheTest {

  private static final NameCache.Answer ANSWER = new NameCache.Answer(new InetAddress[0], 0);

  private final NameCache names = new NameCache();

  private void askedOnce(String host) {
    if (names.find(host) == null) {
      names.put(host, ANSWER);
    }
  }

  @Test
  void namesInUseSurviveAnyNumberOfNamesThatAreAskedForOnce() {
    for (int i = 0; i < 100; i++) {
      askedOnce("used" + i);
      askedOnce("used" + i);
    }
    for (int i = 0; i < 50_000; i++) {
      askedOnce("flood" + i);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(names.find("used" + i)).isNotNull();
    }
    assertThat(names.size()).isEqualTo(100 + NameCache.MAX_NEW);
  }

  @Test
  void isBoundedHoweverNamesAreAskedFor() {
    for (int i = 0; i < 30_000; i++) {
      askedOnce("twice" + i);
      askedOnce("twice" + i);
    }

    assertThat(names.size()).isEqualTo(NameCache.MAX_PROTECTED + NameCache.MAX_NEW);
    assertThat(names.find("twice29999")).isNotNull();
    assertThat(names.find("twice0")).isNull();
  }

  @Test
  void theLongestUnusedOfThoseInUseGetsASecondChance() {
    for (int i = 0; i <= NameCache.MAX_PROTECTED; i++) {
      askedOnce("name" + i);
      askedOnce("name" + i);
    }
    // name0 has lost its place in use, and is the newest of the new ones.
    for (int i = 0; i < NameCache.MAX_NEW - 1; i++) {
      askedOnce("flood" + i);
    }

    assertThat(names.find("name0")).isNotNull();
  }

  @Test
  void aNewAnswerReplacesTheOld() {
    NameCache.Answer later = new NameCache.Answer(new InetAddress[0], 1);
    askedOnce("a");
    names.put("a", later);
    assertThat(names.find("a")).isSameAs(later);
    names.put("a", ANSWER);
    assertThat(names.find("a")).isSameAs(ANSWER);
    assertThat(names.size()).isEqualTo(1);
  }
}
