package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes come out as they went in, and no buffer is kept for longer than its bytes. */
class SendQueueTest {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final SendQueue queue = new SendQueue();

  private long used() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  @Test
  void keepsOrder() {
    Random random = new Random(5);
    ByteBuf in = Unpooled.buffer();
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < 500; i++) {
      int length = 1 + (random.nextInt(4) == 0 ? random.nextInt(9000) : random.nextInt(900));
      byte[] piece = new byte[length];
      random.nextBytes(piece);
      in.writeBytes(piece);
      ByteBuf from = allocator.buffer().writeBytes(piece).writeByte(0);
      queue.add(from, length, allocator);
      assertThat(from.readableBytes()).isOne();
      from.release();
      while (queue.bytes() > 20_000) {
        take(out, 1 + random.nextInt(5000));
      }
      assertThat(queue.bytes()).isEqualTo(in.readableBytes() - out.readableBytes());
    }
    while (queue.bytes() > 0) {
      take(out, Integer.MAX_VALUE);
    }
    assertThat(out).isEqualTo(in);
    assertThat(used()).isZero();
  }

  private void take(ByteBuf out, int most) {
    int length = Math.min(most, queue.first().readableBytes());
    assertThat(length).isPositive();
    out.writeBytes(queue.first(), length);
    queue.taken(length);
  }

  /** A byte of each read must not keep the buffers of all reads. */
  @Test
  void shortPiecesShareABuffer() {
    for (int i = 0; i < 100; i++) {
      ByteBuf from = allocator.directBuffer(16_384).writeByte(i);
      queue.add(from, 1, allocator);
      from.release();
    }
    assertThat(used()).isLessThan(2 * 4096);
    queue.clear();
    assertThat(queue.bytes()).isZero();
    assertThat(used()).isZero();
  }

  @Test
  void longPiecesAreNotCopied() {
    ByteBuf from = allocator.directBuffer(4096).writeZero(4096);
    queue.add(from, 4096, allocator);
    assertThat(from.refCnt()).isEqualTo(2);
    from.release();
    queue.clear();
    assertThat(used()).isZero();
    queue.clear();
  }
}
