package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a client sends, kept while it is not taken. */
class UploadTest {

  private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
  private final ReceiveWindow connection = new ReceiveWindow();
  private final StreamWindow stream = new StreamWindow(connection);
  private final Upload upload = new Upload(connection, stream);
  private final Sink sink = new Sink();

  /** Takes so many pieces, and writes them later, as a channel does. */
  private static final class Sink implements UploadSink {
    private final List<ByteBuf> unwritten = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private boolean takesEnd = true;
    private int room;

    @Override
    public boolean takes() {
      return room > 0;
    }

    @Override
    public boolean takesEnd() {
      return takesEnd;
    }

    @Override
    public void data(ByteBuf in, int length) {
      room--;
      unwritten.add(in.readRetainedSlice(length));
    }

    @Override
    public boolean ended(byte[] trailers, int length) {
      ends.add(new String(trailers, 0, length, java.nio.charset.StandardCharsets.US_ASCII));
      return true;
    }

    byte[] written() {
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf one : unwritten) {
        all.writeBytes(one);
        one.release();
      }
      byte[] bytes = new byte[all.readableBytes()];
      all.readBytes(bytes);
      return bytes;
    }
  }

  @Test
  void whatWasPassedOnStaysAsItIs() {
    Random random = new Random(3);
    ByteBuf sent = Unpooled.buffer();
    upload.start(-1, false);
    for (int i = 0; i < 400; i++) {
      byte[] piece = new byte[1 + random.nextInt(H2Limits.FRAME_BYTES)];
      random.nextBytes(piece);
      sent.writeBytes(piece);
      sink.room = random.nextInt(3);
      upload.pass(sink);
      assertThat(upload.receive(Unpooled.wrappedBuffer(piece), piece.length, sink, allocator))
          .isTrue();
    }
    sink.room = Integer.MAX_VALUE;
    upload.pass(sink);
    byte[] expected = new byte[sent.readableBytes()];
    sent.readBytes(expected);
    assertThat(sink.written()).isEqualTo(expected);
    assertThat(upload.isWaiting()).isFalse();
  }

  /** A backend of HTTP/1 would take the request for complete, whatever came behind. */
  @Test
  void theLastOfADeclaredLengthWaitsForTheEndOfTheStream() {
    sink.room = 9;
    upload.start(4, false);
    receive("ab");
    receive("cd");
    upload.pass(sink);
    assertThat(sink.unwritten).hasSize(1);

    assertThat(upload.end(new byte[0], 0)).isTrue();
    upload.pass(sink);
    assertThat(sink.written()).asString().isEqualTo("abcd");
  }

  @Test
  void theLastOfADeclaredLengthIsPassedOnAtOnceIfItsFrameEndsTheStream() {
    sink.room = 9;
    upload.start(2, false);
    upload.endsWithThis();
    receive("ab");
    assertThat(sink.written()).asString().isEqualTo("ab");
  }

  @Test
  void moreThanWasDeclaredIsRefused() {
    sink.room = 9;
    upload.start(2, false);
    receive("ab");
    assertThat(upload.receive(Unpooled.wrappedBuffer(new byte[1]), 1, sink, allocator)).isFalse();
    assertThat(sink.unwritten).isEmpty();
    upload.drop();
  }

  private void receive(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(upload.receive(Unpooled.wrappedBuffer(bytes), bytes.length, sink, allocator))
        .isTrue();
  }

  private static ByteBuf bytes(int length) {
    return Unpooled.wrappedBuffer(new byte[length]);
  }

  /** What waits holds the connection's window back, until it has gone on or is of no use. */
  @Test
  void theConnectionLearnsOfWhatWaits() {
    upload.start(-1, false);
    upload.receive(bytes(100), 100, sink, allocator);
    upload.receive(bytes(50), 50, sink, allocator);
    assertThat(connection.waiting()).isEqualTo(150);
    sink.room = 1;
    upload.pass(sink);
    assertThat(connection.waiting()).isZero();
    sink.room = 0;
    upload.receive(bytes(20_000), 20_000, sink, allocator);
    sink.room = 1;
    upload.pass(sink);
    assertThat(connection.waiting()).as("but one frame").isEqualTo(20_000 - 16_384);
    upload.drop();
    assertThat(connection.waiting()).isZero();
    upload.drop();
    assertThat(connection.waiting()).isZero();
    assertThat(sink.written()).hasSize(150 + 16_384);
  }

  @Test
  void theStreamsWindowIsOwedForWhatWasPassedOn() {
    int half = 32 * 1024;
    stream.start();
    upload.start(-1, false);
    upload.receive(bytes(half), half, sink, allocator);
    assertThat(stream.give(false)).isZero();
    sink.room = 9;
    upload.pass(sink);
    assertThat(stream.give(false)).isEqualTo(half);
    upload.receive(bytes(half), half, sink, allocator);
    assertThat(stream.give(false)).as("passed on at once").isEqualTo(half);
    assertThat(sink.written()).hasSize(2 * half);
  }

  @Test
  void lessThanWasDeclaredIsRefused() {
    sink.room = 9;
    upload.start(3, false);
    receive("ab");
    assertThat(upload.end(new byte[0], 0)).isFalse();
    upload.start(2, false);
    receive("ab");
    assertThat(upload.end(new byte[0], 0)).isTrue();
    upload.start(0, false);
    assertThat(upload.end(new byte[0], 0)).isTrue();
    upload.drop();
  }

  @Test
  void theEndIsToldOnceWithItsTrailersWhenAllIsPassedOn() {
    upload.start(-1, false);
    receive("ab");
    byte[] trailers = "a: b\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(upload.isInputEnded()).isFalse();
    assertThat(upload.end(trailers, trailers.length)).isTrue();
    assertThat(upload.isInputEnded()).isTrue();
    upload.pass(sink);
    assertThat(sink.ends).isEmpty();
    sink.room = 1;
    upload.pass(sink);
    upload.pass(sink);
    assertThat(sink.ends).containsExactly("a: b\r\n\r\n");
    assertThat(sink.written()).asString().isEqualTo("ab");
  }

  @Test
  void theEndWaitsForWhoTakesIt() {
    upload.start(-1, false);
    sink.takesEnd = false;
    upload.end(new byte[0], 0);
    upload.pass(sink);
    assertThat(sink.ends).isEmpty();
    sink.takesEnd = true;
    upload.pass(sink);
    assertThat(sink.ends).containsExactly("");
  }

  @Test
  void nothingIsPassedOnThatNobodyTakesAnyMore() {
    sink.room = 9;
    upload.start(-1, true);
    receive("ab");
    upload.pass(sink);
    assertThat(sink.unwritten).isEmpty();
    upload.startTunnel();
    upload.pass(sink);
    assertThat(sink.written()).as("a tunnel is opened").asString().isEqualTo("ab");
  }
}
