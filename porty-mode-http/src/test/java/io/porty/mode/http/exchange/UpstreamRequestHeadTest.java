package io.porty.mode.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UpstreamRequestHeadTest {

  private static final String TEXT = "GET / HTTP/1.1\r\n\r\n";

  private final UpstreamRequestHead head = new UpstreamRequestHead();

  private ByteBuf set() {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64);
    buffer.writeBytes(TEXT.getBytes(StandardCharsets.US_ASCII));
    head.set(buffer);
    return buffer;
  }

  private static void consume(ByteBuf buffer, int bytes) {
    buffer.skipBytes(bytes);
    buffer.release();
  }

  @Test
  void aHeadThatIsNotKeptBelongsToTheConnection() {
    ByteBuf buffer = set();
    assertThat(head.take(false)).isSameAs(buffer);
    assertThat(head.isKept()).isFalse();
    head.drop();
    assertThat(buffer.release()).isTrue();
    assertThatThrownBy(() -> head.take(false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRetrySendsTheWholeHeadWhateverTheFirstConnectionConsumed() {
    for (int consumed = 0; consumed <= TEXT.length(); consumed++) {
      ByteBuf buffer = set();
      consume(head.take(true), consumed);
      assertThat(head.isKept()).isTrue();
      ByteBuf again = head.take(false);
      assertThat(again.toString(StandardCharsets.US_ASCII)).isEqualTo(TEXT);
      assertThat(head.isKept()).isFalse();
      assertThat(again.release()).isTrue();
      assertThat(buffer.refCnt()).isZero();
    }
  }

  @Test
  void aRetryDoesNotMoveTheIndexOfAConnectionThatStillSends() {
    ByteBuf buffer = set();
    ByteBuf first = head.take(true);
    first.skipBytes(3);
    ByteBuf second = head.take(true);
    second.skipBytes(9);
    assertThat(first.readerIndex()).isEqualTo(3);
    ByteBuf third = head.take(true);
    assertThat(third.toString(StandardCharsets.US_ASCII)).isEqualTo(TEXT);
    third.release();
    second.release();
    first.release();
    head.drop();
    assertThat(buffer.refCnt()).isZero();
  }

  @Test
  void aHeadThatIsReplacedIsReleased() {
    ByteBuf first = set();
    ByteBuf second = set();
    assertThat(first.refCnt()).isZero();
    head.drop();
    assertThat(second.refCnt()).isZero();
  }
}
