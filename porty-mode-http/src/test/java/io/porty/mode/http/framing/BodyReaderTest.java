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
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every framing, in pieces of every size. */
class BodyReaderTest {

  /** What a body gave when it was read in pieces. */
  private record Outcome(String data, BodyReader.Step last, int left, String trailers) {}

  private static Outcome read(Framing framing, long length, String wire, int piece) {
    BodyReader reader = new BodyReader();
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
  void boundsExtensionsAndTrailers() {
    assertThat(
            read(
                    Framing.CHUNKED,
                    -1,
                    "1;" + "x".repeat(ChunkedReader.MAX_EXTENSION_BYTES) + "\r\n",
                    4096)
                .last())
        .isEqualTo(BodyReader.Step.MALFORMED);
    assertThat(
            read(
                    Framing.CHUNKED,
                    -1,
                    "0\r\nX: " + "x".repeat(ChunkedReader.MAX_TRAILER_BYTES) + "\r\n",
                    4096)
                .last())
        .isEqualTo(BodyReader.Step.MALFORMED);
  }
}
