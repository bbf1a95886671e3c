package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KEYS = List.of("listen_port", "listen_addr", "mode", "host");

  @Test
  void guessesWhatIsAFewKeystrokesAway() {
    assertThat(Nearest.to("listen_prot", KEYS)).contains("listen_port");
    assertThat(Nearest.to("Mode", KEYS)).contains("mode");
    assertThat(Nearest.to("hots", KEYS)).contains("host");
    assertThat(Nearest.to("completely_different", KEYS)).isEmpty();
  }

  @Test
  void countsASwapAsOneEdit() {
    assertThat(Nearest.distance("prot", "port")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }
}
