package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random sequences of frames, valid or nearly so: Netty's reader finds the same, and so does ours
 * however the bytes are cut.
 */
class FrameReaderDifferenceTest {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final int CONTENT = 1;

  private record Frame(int type, int flags, int stream, int length) {

    void write(ByteBuf to) {
      to.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
      for (int i = 0; i < length; i++) {
        to.writeByte(CONTENT);
      }
    }
  }

  /** PUSH_PROMISE and PRIORITY_UPDATE are left out: Netty does not refuse or know them. */
  @Provide
  Arbitrary<List<Frame>> sequences() {
    Arbitrary<Integer> types =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.of(0, 1, 9)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of(2, 3, 4, 6, 7, 8, 99)));
    Arbitrary<Integer> flags = Arbitraries.of(0, 0, 1, 4, 5, 8, 9, 12, 13, 0x20, 0x2c, 0xff);
    Arbitrary<Integer> streams = Arbitraries.of(0, 1, 1, 1, 3);
    Arbitrary<Integer> lengths = Arbitraries.of(0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8, 12, 40, 300);
    Arbitrary<Frame> any = Combinators.combine(types, flags, streams, lengths).as(Frame::new);
    Arbitrary<Frame> valid =
        Arbitraries.of(
            new Frame(0, 0, 1, 10),
            new Frame(0, 8, 1, 10),
            new Frame(0, 1, 1, 0),
            new Frame(1, 4, 1, 5),
            new Frame(1, 0x2d, 3, 12),
            new Frame(2, 0, 1, 5),
            new Frame(3, 0, 1, 4),
            new Frame(4, 0, 0, 12),
            new Frame(4, 1, 0, 0),
            new Frame(6, 0, 0, 8),
            new Frame(6, 1, 0, 8),
            new Frame(7, 0, 0, 20),
            new Frame(8, 0, 0, 4),
            new Frame(8, 0, 3, 4),
            new Frame(99, 0xff, 7, 3));
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, valid), net.jqwik.api.Tuple.of(2, any))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static byte[] bytes(List<Frame> frames) {
    ByteBuf out = Unpooled.buffer();
    out.writeBytes(PREFACE).writeBytes(SETTINGS);
    frames.forEach(frame -> frame.write(out));
    return ByteBufUtil.getBytes(out);
  }

  @Property(tries = 3000)
  void findsWhatNettyFinds(@ForAll("sequences") List<Frame> frames) {
    byte[] bytes = bytes(frames);
    byte[] behind = java.util.Arrays.copyOfRange(bytes, PREFACE.length, bytes.length);
    assertThat(ReadFrames.of(bytes).found()).isEqualTo(NettyFrames.of(behind));
  }

  @Property(tries = 100)
  void findsTheSameWhereverTheBytesAreCut(@ForAll("sequences") List<Frame> frames) {
    byte[] bytes = bytes(frames);
    ReadFrames whole = ReadFrames.of(bytes);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(ReadFrames.of(bytes, cut).found()).isEqualTo(whole.found());
    }
    ReadFrames single = ReadFrames.of(bytes, IntStream.range(1, bytes.length).toArray());
    assertThat(single.found()).isEqualTo(whole.found());
    assertThat(single.error()).isEqualTo(whole.error());
  }

  @Property(tries = 2000)
  void randomBytesBehindThePrefaceAreReadOrRefused(@ForAll byte[] random) {
    ByteBuf all = Unpooled.buffer().writeBytes(PREFACE).writeBytes(SETTINGS).writeBytes(random);
    byte[] bytes = ByteBufUtil.getBytes(all);
    ReadFrames whole = ReadFrames.of(bytes);
    assertThat(ReadFrames.of(bytes, bytes.length / 2).found()).isEqualTo(whole.found());
  }
}
