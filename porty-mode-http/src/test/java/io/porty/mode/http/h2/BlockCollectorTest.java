package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HEADERS and CONTINUATIONs put together, within their limits. */
class BlockCollectorTest {

  private static final int HEAD = 65_536;
  private static final int FRAME = 16_384;
  private static final int LONGEST = HEAD / 4 * 15 + FRAME;

  private final LongBlocks places = new LongBlocks(() -> 0);
  private final Owner owner = new Owner();
  private final BlockCollector collector = new BlockCollector(owner, new AbuseGuard(0));

  /** Another block of the same peer. */
  private record Other(int number) implements LongBlocks.Holder {

    @Override
    public Object remote() {
      return "";
    }

    @Override
    public void displaced() {
      throw new AssertionError("displaced");
    }
  }

  private final class Owner implements BlockCollector.Owner {
    private final byte[] room = new byte[FRAME];
    private final List<String> said = new ArrayList<>();
    private byte[] last = new byte[0];

    @Override
    public byte[] block() {
      return room;
    }

    @Override
    public int headBytes() {
      return HEAD;
    }

    @Override
    public LongBlocks longBlocks() {
      return places;
    }

    @Override
    public Object remote() {
      return "";
    }

    @Override
    public void block(int stream, byte[] block, int length, boolean endStream) {
      last = Arrays.copyOf(block, length);
      said.add(stream + " " + length + (endStream ? " END" : ""));
    }

    @Override
    public void malformed(H2Error error, String text) {
      said.add(error.name());
    }

    @Override
    public void abuse(Abuse reason) {
      said.add(reason.name());
    }
  }

  private static ByteBuf frame(FrameHeader header, int type, int flags, byte... payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(5);
    out.writeBytes(payload).writeByte(99); // the next frame
    header.read(out);
    return out;
  }

  private void headers(int flags, byte... payload) {
    FrameHeader header = new FrameHeader();
    collector.headers(header, frame(header, FrameType.HEADERS, flags, payload));
  }

  private void continuation(BlockCollector to, int flags, byte... payload) {
    FrameHeader header = new FrameHeader();
    to.continuation(header, frame(header, FrameType.CONTINUATION, flags, payload));
  }

  private void continuation(int flags, byte... payload) {
    continuation(collector, flags, payload);
  }

  @ParameterizedTest
  @CsvSource({
    "0x04, 010203, 5 3, 010203",
    "0x05, 010203, 5 3 END, 010203",
    "0x04, '', 5 0, ''",
    "0x0c, 020a0b0000, 5 2, 0a0b",
    "0x0c, 04aa000000, 5 0, ''",
    "0x0c, 05aa000000, PROTOCOL_ERROR, ''",
    "0x0c, 0300000000, 5 1, 00",
    "0x24, 00000003070a, 5 1, 0a",
    "0x2c, 0100000003070a00, 5 1, 0a",
    "0x2c, 020000000307aa, PROTOCOL_ERROR, ''",
  })
  void oneFrameIsABlock(String flags, String payload, String said, String block) {
    headers(Integer.decode(flags), java.util.HexFormat.of().parseHex(payload));
    assertThat(owner.said).containsExactly(said);
    assertThat(owner.last).asHexString().isEqualToIgnoringCase(block);
  }

  @Test
  void severalAreOne() {
    headers(1, (byte) 1, (byte) 2);
    continuation(0, (byte) 3);
    continuation(0);
    assertThat(owner.said).isEmpty();
    continuation(4, (byte) 4, (byte) 5);
    assertThat(owner.said).containsExactly("5 5 END");
    assertThat(owner.last).containsExactly(1, 2, 3, 4, 5);
    headers(0, (byte) 6);
    continuation(4, (byte) 7);
    assertThat(owner.last).as("the next one").containsExactly(6, 7);
  }

  @Test
  void eightFramesThatAreNotFullMayFollowAndAnyNumberOfFullOnes() {
    headers(0, new byte[FRAME]);
    continuation(0, new byte[FRAME]);
    for (int i = 0; i < 8; i++) {
      continuation(0);
    }
    for (int i = 0; i < 8; i++) {
      continuation(0, new byte[FRAME]);
    }
    assertThat(owner.said).isEmpty();
    continuation(4, new byte[FRAME - 1]);
    assertThat(owner.said).containsExactly("CONTINUATION_FLOOD");
  }

  @Test
  void theNextBlockHasEightAgain() {
    for (int round = 0; round < 3; round++) {
      headers(0);
      for (int i = 1; i <= 8; i++) {
        continuation(i == 8 ? 4 : 0, (byte) i);
      }
    }
    assertThat(owner.said).containsExactly("5 8", "5 8", "5 8");
  }

  private static void fill(BlockCollectorTest test, int bytes, int flags) {
    test.headers(0, new byte[FRAME]);
    int left = bytes - FRAME;
    for (; left > FRAME; left -= FRAME) {
      test.continuation(0, new byte[FRAME]);
    }
    test.continuation(flags, new byte[left]);
  }

  @Test
  void aBlockMayBeAsLongAsTheLongestCodeOfAHead() {
    fill(this, LONGEST, 4);
    assertThat(owner.said).containsExactly("5 " + LONGEST);
    owner.said.clear();
    fill(this, LONGEST + 1, 0);
    assertThat(owner.said).containsExactly("CONTINUATION_FLOOD");
  }

  @Test
  void aBlockLittleLongerThanAHeadTakesNone() {
    fill(this, HEAD + FRAME, 0);
    for (int i = 0; i < 8; i++) {
      assertThat(places.take(new Other(i))).isTrue();
    }
    continuation(0, (byte) 1);
    assertThat(owner.said).containsExactly("CONTINUATION_FLOOD");
  }

  @Test
  void withoutAPlaceABlockIsLittleLongerThanAHead() {
    for (int i = 0; i < 8; i++) {
      assertThat(places.take(new Other(i))).isTrue();
    }
    fill(this, HEAD + FRAME, 4);
    assertThat(owner.said).containsExactly("5 " + (HEAD + FRAME));
    owner.said.clear();
    fill(this, HEAD + FRAME + 1, 0);
    assertThat(owner.said).containsExactly("CONTINUATION_FLOOD");
  }

  @Test
  void aCompleteBlockTakesNobodysPlace() {
    for (int i = 0; i < 8; i++) {
      assertThat(places.take(new Other(i))).isTrue();
    }
    fill(this, HEAD + FRAME, 0);
    continuation(4, (byte) 1);
    assertThat(owner.said).containsExactly("5 " + (HEAD + FRAME + 1));
  }

  @Test
  void aPlaceIsTakenOnceAndComesBackWithTheBlockOrTheConnection() {
    for (int i = 0; i < 7; i++) {
      places.take(new Other(i));
    }
    fill(this, HEAD + 2 * FRAME, 0);
    continuation(0, (byte) 1);
    assertThat(places.take(new Other(8))).isFalse();
    continuation(4);
    assertThat(places.take(new Other(8))).isTrue();
    places.release(new Other(8));
    fill(this, HEAD + 2 * FRAME, 0);
    collector.drop();
    collector.drop();
    assertThat(places.take(new Other(8))).isTrue();
    assertThat(places.take(new Other(8))).isFalse();
    assertThat(owner.said).hasSize(1);
  }

  @Test
  void aLongerBlockTakesNoPlace() {
    headers(0, new byte[FRAME]);
    for (int i = 0; i < 3; i++) {
      continuation(0, new byte[FRAME]);
    }
    // In one frame, which no reader lets pass.
    continuation(0, new byte[LONGEST]);
    assertThat(owner.said).containsExactly("CONTINUATION_FLOOD");
    for (int i = 0; i < 8; i++) {
      assertThat(places.take(new Other(i))).isTrue();
    }
  }
}
