package io.porty.mode.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every framing, in pieces of every size. */
class BodyReaderTest {

  /** What a body gave when it was read in pieces. */
  private record Outcome(String data, BodyReader.Step last, int left, String trailers) {}

  private static Outcome read(Framing framing, long length, String wire, int piece) {
    return read(new BodyReader(), framing, length, wire, piece);
  }

  private static Outcome read(
      BodyReader reader, Framing framing, long length, String wire, int piece) {
    reader.start(framing, length);
    StringBuilder data = new StringBuilder();
    ByteBuf all = Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1);
    BodyReader.Step last = BodyReader.Step.MORE;
    while (all.isReadable() && last == BodyReader.Step.MORE) {
      ByteBuf in = all.readSlice(Math.min(piece, all.readableBytes()));
      last = reader.next(in);
      while (last == BodyReader.Step.DATA) {
        int available = reader.available(in);
        data.append(in.readCharSequence(available, StandardCharsets.ISO_8859_1));
        reader.consumed(available);
        last = reader.next(in);
      }
      if (last != BodyReader.Step.MORE) {
        all.readerIndex(all.readerIndex() - in.readableBytes());
      }
    }
    String trailers =
        reader.trailerBytes() == 0
            ? ""
            : new String(reader.trailers(), 0, reader.trailerBytes(), StandardCharsets.ISO_8859_1);
    Outcome outcome = new Outcome(data.toString(), last, all.readableBytes(), trailers);
    all.release();
    return outcome;
  }

  @Property(tries = 300)
  void givesBackWhatWasChunkedInPiecesOfAnySize(
      @ForAll("chunks") List<String> chunks, @ForAll @IntRange(min = 1, max = 40) int piece) {
    StringBuilder wire = new StringBuilder();
    for (String chunk : chunks) {
      wire.append(Integer.toHexString(chunk.length()))
          .append(chunk.length() % 2 == 0 ? ";x=\"a;b\\\"\"" : "")
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    wire.append("0\r\nX: y\r\n\r\nnext");

    Outcome outcome = read(Framing.CHUNKED, -1, wire.toString(), piece);

    assertThat(outcome)
        .isEqualTo(new Outcome(String.join("", chunks), BodyReader.Step.END, 4, "X: y\r\n\r\n"));
  }

  @Provide
  Arbitrary<List<String>> chunks() {
    return Arbitraries.strings()
        .withCharRange('\u0000', '\u00ff')
        .ofMinLength(1)
        .ofMaxLength(30)
        .list()
        .ofMaxSize(6);
  }

  /** Whatever the bytes are, how they were cut does not change what is made of them. */
  @Property(tries = 1000)
  void readsTheSameHoweverItIsCut(
      @ForAll("almostChunked") String wire, @ForAll @IntRange(min = 1, max = 9) int piece) {
    Outcome whole = read(Framing.CHUNKED, -1, wire, wire.length() + 1);
    Outcome cut = read(Framing.CHUNKED, -1, wire, piece);

    assertThat(cut.last()).isEqualTo(whole.last());
    assertThat(cut.data()).isEqualTo(whole.data());
  }

  @Provide
  Arbitrary<String> almostChunked() {
    return Arbitraries.of(
            "3\r\nabc\r\n",
            "0\r\n\r\n",
            "1;a\r\nx\r\n",
            "\r\n",
            "\n",
            "fffffffffffffffff",
            "g",
            "5\r\nhello\r\n",
            "0\r\nA: b\r\n\r\n",
            " ",
            "\0")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Test
  void countsFixedBodiesAndReadsOthersToTheEnd() {
    assertThat(read(Framing.CONTENT_LENGTH, 5, "hellonext", 2))
        .isEqualTo(new Outcome("hello", BodyReader.Step.END, 4, ""));
    assertThat(read(Framing.NONE, 0, "next", 9))
        .isEqualTo(new Outcome("", BodyReader.Step.END, 4, ""));
    assertThat(read(Framing.UNTIL_CLOSE, -1, "all of it", 3))
        .isEqualTo(new Outcome("all of it", BodyReader.Step.MORE, 0, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000000000000000\r\n",
        "0000000000000000001\r\n",
        "1\r\nab",
        "1\rx",
        "-1\r\n",
        "1 \r\n",
        "1;\u0001\r\n",
        "1;\"\r\n",
        "0\r\nX\n"
      })
  void isBrokenForGood(String wire) {
    assertThat(read(Framing.CHUNKED, -1, wire + "\r\n0\r\n\r\n", 1).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }

  @Test
  void extensionsEndAtTheirLimit() {
    String most = "1;" + "x".repeat(ChunkedReader.MAX_EXTENSION_BYTES - 1);
    assertThat(read(Framing.CHUNKED, -1, most + "\r\na", 4096))
        .isEqualTo(new Outcome("a", BodyReader.Step.MORE, 0, ""));
    assertThat(read(Framing.CHUNKED, -1, most + "x\r\na", 4096).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }

  @Test
  void extensionsOfAllChunksCountTogether() {
    String half = ";" + "x".repeat(ChunkedReader.MAX_EXTENSION_BYTES / 2 - 2) + "\r\n";
    String two = "1" + half + "a\r\n1" + half + "b\r\n";
    assertThat(read(Framing.CHUNKED, -1, two + "1\r\nc", 4096).data()).isEqualTo("abc");
    assertThat(read(Framing.CHUNKED, -1, two + "1;xyz\r\nc", 4096))
        .extracting(Outcome::data, Outcome::last)
        .containsExactly("ab", BodyReader.Step.MALFORMED);
  }

  @Test
  void whiteSpaceBeforeAnExtensionCountsWithIt() {
    String most = "1" + " ".repeat(ChunkedReader.MAX_EXTENSION_BYTES);
    assertThat(read(Framing.CHUNKED, -1, most, 4096).last()).isEqualTo(BodyReader.Step.MORE);
    assertThat(read(Framing.CHUNKED, -1, most + " ", 4096).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
    assertThat(read(Framing.CHUNKED, -1, "1 \t; \tx\u0080\r\na", 4096).data()).isEqualTo("a");
  }

  @Test
  void trailersEndAtTheirLimit() {
    String most = "X: " + "x".repeat(ChunkedReader.MAX_TRAILER_BYTES - 7) + "\r\n\r\n";
    assertThat(read(Framing.CHUNKED, -1, "0\r\n" + most, 4096))
        .isEqualTo(new Outcome("", BodyReader.Step.END, 0, most));
    assertThat(read(Framing.CHUNKED, -1, "0\r\nx" + most, 4096).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }

  /** The largest number that is a length, and digits that add nothing. */
  @Test
  void aSizeMayBeOfSixteenDigits() {
    assertThat(read(Framing.CHUNKED, -1, "7fffffffffffffff\r\na", 99))
        .isEqualTo(new Outcome("a", BodyReader.Step.MORE, 0, ""));
    assertThat(read(Framing.CHUNKED, -1, "0000000000000001\r\na\r\n", 99).data()).isEqualTo("a");
    assertThat(read(Framing.CHUNKED, -1, "00000000000000001\r\na\r\n", 99).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        ":",
        "@",
        "G",
        "`",
        "g",
        "\r",
        "\n",
        "1\n",
        "1\r\nab",
        "1\r\na\n",
        "1\r\na\rx",
        "1;\u007f",
        "1;\n",
        "1;\"\r",
        "0\r\n\n",
        "0\r\n\rx",
        "0\r\nX: y\n",
        "0\r\nX: \ry"
      })
  void isMalformedAtItsLastByte(String wire) {
    assertThat(read(Framing.CHUNKED, -1, wire.substring(0, wire.length() - 1), 99).last())
        .isEqualTo(BodyReader.Step.MORE);
    assertThat(read(Framing.CHUNKED, -1, wire, 99).last()).isEqualTo(BodyReader.Step.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aF", "Af", "af"})
  void digitsHaveEitherCase(String size) {
    assertThat(read(Framing.CHUNKED, -1, size + "\r\n" + "x".repeat(200), 999).data())
        .hasSize(0xaf);
  }

  /** Strict readers refuse it: the next one might not see the end of the line there. */
  @Test
  void whiteSpaceBehindASizeIsForLenientReadersOnly() {
    String wire = "1 \r\na\r\n0\t\r\n\r\n";
    assertThat(read(new BodyReader(), Framing.CHUNKED, -1, wire, 99).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
    BodyReader lenient = new BodyReader();
    lenient.lenient();
    assertThat(read(lenient, Framing.CHUNKED, -1, wire, 99))
        .isEqualTo(new Outcome("a", BodyReader.Step.END, 0, "\r\n"));
    assertThat(read(lenient, Framing.CHUNKED, -1, "1 x", 99).last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }

  /** A connection reads one body after the other with it, whatever became of the one before. */
  @ParameterizedTest
  @ValueSource(
      strings = {"1;\"\\", "zz", "5\r\nab", "0\r\nX: y", "0\r\nX: y\r\n\r\n", "12", "1;xx"})
  void theNextBodyBeginsAnew(String before) {
    BodyReader reader = new BodyReader();
    read(reader, Framing.CHUNKED, -1, before, 99);
    String extension = "x".repeat(ChunkedReader.MAX_EXTENSION_BYTES - 1);
    assertThat(read(reader, Framing.CHUNKED, -1, "1;" + extension + "\r\nb\r\n0\r\n\r\n", 99))
        .isEqualTo(new Outcome("b", BodyReader.Step.END, 0, "\r\n"));
    assertThat(reader.total()).isEqualTo(1);
    assertThat(reader.isMalformed()).isFalse();
  }

  @Test
  void tellsWhatIsDataInAnyCase() {
    BodyReader reader = new BodyReader();
    ByteBuf ten = Unpooled.wrappedBuffer(new byte[10]);
    reader.start(Framing.CONTENT_LENGTH, 7);
    assertThat(reader.rawBytes()).isEqualTo(7);
    assertThat(reader.available(ten)).isEqualTo(7);
    assertThat(reader.isComplete()).isFalse();
    reader.consumed(7);
    assertThat(reader.rawBytes()).isZero();
    assertThat(reader.isComplete()).isTrue();
    reader.start(Framing.UNTIL_CLOSE, -1);
    assertThat(reader.rawBytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.available(ten)).isEqualTo(10);
    reader.consumed(10);
    assertThat(reader.isComplete()).isFalse();
    assertThat(reader.total()).isEqualTo(10);
    reader.start(Framing.NONE, 0);
    assertThat(reader.rawBytes()).isZero();
    assertThat(reader.available(ten)).isZero();
    assertThat(reader.isComplete()).isTrue();
    reader.start(Framing.CHUNKED, -1);
    assertThat(reader.rawBytes()).isZero();
    assertThat(reader.isComplete()).isFalse();
    assertThat(reader.framing()).isEqualTo(Framing.CHUNKED);
  }

  @ParameterizedTest
  @CsvSource({
    "z, 'byte 0x7a in a chunk''s size line, after 0 bytes of content'",
    "1;\u0001x, 'byte 0x01 in a chunk extension, after 0 bytes of content'",
    "1~ax, 'byte 0x78 at the line end of a chunk, after 1 bytes of content'",
    "1~a~0~X=y^, 'byte 0x0a in the trailers, after 1 bytes of content'"
  })
  void namesTheFault(String wire, String fault) {
    BodyReader reader = new BodyReader();
    Outcome outcome =
        read(reader, Framing.CHUNKED, -1, wire.replace("~", "\r\n").replace("^", "\n"), 99);
    assertThat(outcome.last()).isEqualTo(BodyReader.Step.MALFORMED);
    assertThat(reader.isMalformed()).isTrue();
    assertThat(reader.fault()).isEqualTo(fault);
  }
}
