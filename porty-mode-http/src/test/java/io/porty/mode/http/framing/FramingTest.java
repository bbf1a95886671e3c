package io.porty.mode.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a body goes out, by how it comes in and by what the receiver speaks. */
class FramingTest {

  @ParameterizedTest
  @CsvSource({
    "NONE, NONE, NONE",
    "CONTENT_LENGTH, CONTENT_LENGTH, CONTENT_LENGTH",
    "CHUNKED, CHUNKED, UNTIL_CLOSE",
    "UNTIL_CLOSE, CHUNKED, UNTIL_CLOSE"
  })
  void goesOutAsTheReceiverUnderstandsIt(Framing in, Framing toHttp11, Framing toHttp10) {
    assertThat(in.outgoing(false)).isEqualTo(toHttp11);
    assertThat(in.outgoing(true)).isEqualTo(toHttp10);
  }
}
