package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.mode.http.hpack.HpackEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of frames (RFC 9113 section 6), and how many writes they are. */
class FrameWriterTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> counted = new ArrayList<>();
  private final FrameWriter out =
      new FrameWriter(
          channel,
          new SentFrames() {
            @Override
            public void reset(H2Error error) {
              counted.add("reset " + error);
            }

            @Override
            public void goAway(H2Error error) {
              counted.add("goaway " + error);
            }
          });

  @AfterEach
  void close() {
    out.discard();
    channel.finishAndReleaseAll();
  }

  /** What was written, a string of hex digits for each write. */
  private List<String> written() {
    List<String> all = new ArrayList<>();
    for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
      all.add(ByteBufUtil.hexDump(one));
      one.release();
    }
    return all;
  }

  private List<String> flushed() {
    out.flush();
    return written();
  }

  @Test
  void smallFramesAreOneWrite() {
    out.settings(4, 65_536, 3, 100);
    out.settingsAck();
    out.ping(1);
    out.pingAck(2);
    out.windowUpdate(5, 7);
    out.reset(3, H2Error.CANCEL);
    out.goAway(9, H2Error.PROTOCOL_ERROR, "ab".getBytes(StandardCharsets.US_ASCII));
    assertThat(written()).as("not flushed").isEmpty();
    assertThat(flushed())
        .containsExactly(
            "00000c040000000000"
                + "000400010000"
                + "000300000064"
                + "000000040100000000"
                + "000008060000000000"
                + "0000000000000001"
                + "000008060100000000"
                + "0000000000000002"
                + "000004080000000005"
                + "00000007"
                + "000004030000000003"
                + "00000008"
                + "00000a070000000000"
                + "00000009"
                + "00000001"
                + "6162");
    assertThat(counted).containsExactly("reset CANCEL", "goaway PROTOCOL_ERROR");
  }

  @Test
  void nothingIsFlushedTwice() {
    assertThat(out.isUnflushed()).isFalse();
    out.settingsAck();
    assertThat(out.isUnflushed()).isTrue();
    assertThat(flushed()).hasSize(1);
    assertThat(out.isUnflushed()).isFalse();
    assertThat(flushed()).isEmpty();
  }

  private static HpackEncoder block(int bytes) {
    HpackEncoder block = new HpackEncoder();
    block.begin(false);
    byte[] one = {0x41};
    for (int i = 0; i < bytes; i++) {
      block.encoded(one, 1);
    }
    return block;
  }

  @Test
  void aBlockThatFillsAFrameIsOne() {
    out.headers(1, block(16_384), true);
    List<String> written = flushed();
    assertThat(String.join("", written)).hasSize(2 * (9 + 16_384)).startsWith("004000010500000001");
  }

  @Test
  void aLongerOneGoesOnInContinuations() {
    out.headers(3, block(2 * 16_384 + 1), true);
    String all = String.join("", flushed());
    assertThat(all).startsWith("004000010100000003");
    int frame = 2 * (9 + 16_384);
    assertThat(all.substring(frame)).startsWith("004000090000000003");
    assertThat(all.substring(2 * frame)).isEqualTo("00000109040000000341");
  }

  @Test
  void anEmptyBlockIsAFrame() {
    out.headers(1, block(0), false);
    assertThat(flushed()).containsExactly("000000010400000001");
  }

  private static ByteBuf content(int length) {
    return Unpooled.buffer(length).writeBytes(new byte[length]);
  }

  @Test
  void shortContentIsCopiedAndLongContentIsNot() {
    ByteBuf shorter = content(4095);
    out.data(1, shorter, 4095, false);
    assertThat(shorter.refCnt()).isOne();
    assertThat(shorter.isReadable()).isFalse();
    ByteBuf longer = content(4096);
    out.data(1, longer, 4096, true);
    assertThat(longer.refCnt()).isEqualTo(2);
    List<String> written = flushed();
    assertThat(written).hasSize(2);
    assertThat(written.get(0))
        .startsWith("000fff000000000001")
        .endsWith("001000000100000001")
        .hasSize(2 * (9 + 4095 + 9));
    assertThat(written.get(1)).hasSize(2 * 4096);
    assertThat(longer.refCnt()).isOne();
    longer.release();
    shorter.release();
  }

  @Test
  void theEndGoesWithTheLastFrameOfItsStreamThatIsNotSent() {
    out.data(1, content(1), 1, false);
    out.end(1);
    assertThat(flushed()).containsExactly("00000100010000000100");
  }

  @Test
  void theEndIsAFrameOfItsOwnOtherwise() {
    out.data(1, content(1), 1, false);
    out.data(3, content(1), 1, false);
    out.end(1);
    assertThat(flushed())
        .containsExactly(
            "000001000000000001" + "00" + "000001000000000003" + "00" + "000000000100000001");
    out.data(1, content(1), 1, false);
    flushed();
    out.end(1);
    assertThat(flushed()).containsExactly("000000000100000001");
  }

  /** The channel counts what waits against its watermarks. */
  @Test
  void gatheredContentIsHandedOnInTime() {
    for (int i = 0; i < 5; i++) {
      out.data(1, content(4000), 4000, false);
    }
    assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isGreaterThan(16_384);
    assertThat(String.join("", flushed())).hasSize(2 * 5 * 4009);
  }

  @Test
  void whatIsDroppedIsNotWritten() {
    out.data(1, content(1), 1, false);
    out.discard();
    out.discard();
    out.end(1);
    assertThat(flushed()).containsExactly("000000000100000001");
  }
}
