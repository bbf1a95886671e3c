package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcmeKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@ca.example/dir",
        "https://user:se@cret@ca.example/dir",
        "https://user:se cret@ca.example/dir",
        "http://secret@ca.example/dir"
      })
  void aDirectoryHasNoPasswordAndTheMessageDoesNotTellIt(String url) {
    assertThatThrownBy(() -> AcmeKeys.DIRECTORY.read(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user name or password")
        .message()
        .doesNotContain("cret");
  }

  @Test
  void aDirectoryIsAUrlWithHttpsOrAWord() {
    for (String good : new String[] {"production", "staging", "https://ca.example:14000/dir"}) {
      assertThat(AcmeKeys.DIRECTORY.read(good)).isEqualTo(good);
    }
    assertThatThrownBy(() -> AcmeKeys.DIRECTORY.read("http://ca.example/dir"))
        .hasMessageContaining("a URL with https");
  }
}
