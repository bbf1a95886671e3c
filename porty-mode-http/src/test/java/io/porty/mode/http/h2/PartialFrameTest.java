package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartialFrameTest {

  private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true);

  private final PartialFrame partial = new PartialFrame(ALLOCATOR);

  private static ByteBuf buffer(int capacity, String text) {
    return ALLOCATOR.directBuffer(capacity).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuf in) {
    try {
      return in.toString(StandardCharsets.US_ASCII);
    } finally {
      in.release();
    }
  }

  @Test
  void withoutBytesBeforeThemDataIsNotCopied() {
    ByteBuf data = buffer(8, "abc");
    assertThat(partial.join(data)).isSameAs(data);
    data.release();
  }

  @Test
  void dataComesBehindWhatIsKept() {
    ByteBuf first = buffer(8, "abc");
    ByteBuf second = buffer(8, "def");
    first.skipBytes(1);
    partial.keep(first);
    assertThat(text(partial.join(second))).isEqualTo("bcdef");
    assertThat(first.refCnt()).isZero();
    assertThat(second.refCnt()).isZero();
    assertThat(partial.take()).isNull();
  }

  @Test
  void fewBytesDoNotKeepALargeBuffer() {
    ByteBuf large = buffer(8192, "abc");
    partial.keep(large);
    assertThat(large.refCnt()).isZero();
    ByteBuf kept = partial.take();
    assertThat(kept).isNotNull();
    assertThat(kept.capacity()).isEqualTo(3);
    assertThat(text(kept)).isEqualTo("abc");
  }

  @Test
  void aBufferThatIsWellFilledIsKept() {
    ByteBuf full = buffer(12, "abc");
    partial.keep(full);
    assertThat(partial.take()).isSameAs(full);
    full.release();
  }

  @Test
  void nothingIsKeptOfABufferThatIsRead() {
    ByteBuf read = buffer(8, "");
    partial.keep(read);
    assertThat(read.refCnt()).isZero();
    assertThat(partial.take()).isNull();
  }

  @Test
  void whatIsDroppedIsReleased() {
    ByteBuf kept = buffer(8, "abcdef");
    partial.keep(kept);
    partial.drop();
    assertThat(kept.refCnt()).isZero();
    assertThat(partial.take()).isNull();
  }
}
