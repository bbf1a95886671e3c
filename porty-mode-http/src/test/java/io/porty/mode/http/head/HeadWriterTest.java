package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrays that heads are read from and written to, at the ends of their room. */
class HeadWriterTest {

  private final HeadWriter writer = new HeadWriter();

  private String text() {
    return Ascii.text(writer.bytes(), 0, writer.length());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 19, 100, 12_345, Long.MAX_VALUE})
  void numbersAreDecimal(long number) {
    writer.put("x").put(number).line();
    assertThat(text()).isEqualTo("x" + number + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {2046, 2047, 2048, 2049, 4096, 4097, 10_000})
  void growsAtAnyLengthByAnyPiece(int length) {
    String all = "a".repeat(length);
    writer.put(Ascii.bytes(all));
    assertThat(text()).isEqualTo(all);
    writer.put("b").put(12).put('c').put(Ascii.bytes(".de."), 1, 3).line();
    assertThat(text()).isEqualTo(all + "b12cde\r\n");
    writer.clear();
    writer.put(all);
    assertThat(text()).isEqualTo(all);
    ByteBuf copy = writer.toBuffer(UnpooledByteBufAllocator.DEFAULT);
    assertThat(copy.toString(StandardCharsets.ISO_8859_1)).isEqualTo(all);
    copy.release();
  }

  @Test
  void clearForgetsTheNamesThatNoHopMayIndex() {
    byte[] b = Ascii.bytes("x");
    NeverIndexed names = NeverIndexed.NONE.with(b, 0, 1);
    writer.neverIndexed(names);
    assertThat(writer.neverIndexed()).isSameAs(names);
    assertThat(writer.clear().neverIndexed()).isSameAs(NeverIndexed.NONE);
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "4096, 4096", "4097, 4097", "9000, 9000", "9001, 9000"})
  void aHeadIsReadUpToItsLimit(int received, int filled) {
    HeadBuffer buffer = new HeadBuffer(new HeadLimits(100, 9000, 10));
    ByteBuf in = Unpooled.buffer().writeZero(3).writeBytes(Ascii.bytes("a".repeat(received)));
    in.skipBytes(3);
    assertThat(buffer.fill(in)).isEqualTo(filled);
    assertThat(in.readableBytes()).isEqualTo(received);
    assertThat(Ascii.text(buffer.bytes(), 0, filled)).isEqualTo("a".repeat(filled));
    in.release();
  }

  @ParameterizedTest
  @CsvSource({
    "200, OK", "304, Not Modified", "404, Not Found", "502, Bad Gateway", "299, Status",
    "399, Redirect", "300, Multiple Choices", "499, Refused", "599, Failed", "309, Redirect",
    "498, Refused", "512, Failed"
  })
  void everyStatusHasAPhrase(int status, String phrase) {
    assertThat(StatusPhrase.of(status)).isEqualTo(phrase);
  }
}
