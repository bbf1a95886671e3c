package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

  private static final List<String> KEYS = List.of("listen_port", "listen_addr", "mode", "host");

  @Test
  void guessesWhatIsAFewKeystrokesAway() {
    assertThat(Suggestions.to("listen_prot", KEYS)).contains("listen_port");
    assertThat(Suggestions.to("Mode", KEYS)).contains("mode");
    assertThat(Suggestions.to("hots", KEYS)).contains("host");
    assertThat(Suggestions.to("completely_different", KEYS)).isEmpty();
  }

  @Test
  void countsASwapAsOneEdit() {
    assertThat(Suggestions.distance("prot", "port")).isEqualTo(1);
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
  }
}
