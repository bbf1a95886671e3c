package io.porty.mode.http.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import java.io.ByteArrayOutputStream;

/** Chunked bodies of arbitrary bytes: cut anywhere, they read the same. */
class BodyFuzzTest {

  private record Outcome(String data, BodyReader.Step last) {}

  @FuzzTest(maxDuration = "2m")
  void chunked(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Outcome whole = read(input, input.length);
    assertThat(read(input, 1)).isEqualTo(whole);
    assertThat(read(input, 1 + (input[0] & 0x7f))).isEqualTo(whole);
  }

  private static Outcome read(byte[] input, int piece) {
    BodyReader reader = new BodyReader();
    reader.start(Framing.CHUNKED, -1);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    BodyReader.Step last = BodyReader.Step.MORE;
    for (int at = 0; at < input.length && last == BodyReader.Step.MORE; at += piece) {
      ByteBuf in = Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at));
      last = reader.next(in);
      while (last == BodyReader.Step.DATA) {
        int length = reader.available(in);
        assertThat(length).isBetween(1, in.readableBytes());
        for (int i = 0; i < length; i++) {
          data.write(in.readByte());
        }
        reader.consumed(length);
        last = reader.next(in);
      }
    }
    return new Outcome(data.toString(java.nio.charset.StandardCharsets.ISO_8859_1), last);
  }
}
