package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Arbitrary bytes behind the preface: whatever frames they are, cuts do not change them. The inputs
 * in {@code FrameFuzzTestInputs} are replayed by every build; {@code JAZZER_FUZZ=1} looks for more.
 */
class FrameFuzzTest {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  @FuzzTest(maxDuration = "1m")
  void frames(byte[] input) {
    byte[] bytes = Arrays.copyOf(PREFACE, PREFACE.length + input.length);
    System.arraycopy(input, 0, bytes, PREFACE.length, input.length);
    ReadFrames whole = ReadFrames.of(bytes);
    ReadFrames single = ReadFrames.of(bytes, IntStream.range(1, bytes.length).toArray());
    assertThat(single.found()).isEqualTo(whole.found());
    assertThat(single.error()).isEqualTo(whole.error());
  }
}
