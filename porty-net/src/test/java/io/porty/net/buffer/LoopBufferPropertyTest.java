package io.porty.net.buffer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A buffer that is lent again and again behaves as one of Netty's. */
class LoopBufferPropertyTest {

  private final LoopAllocator allocator = new LoopAllocator(PooledByteBufAllocator.DEFAULT, 1);
  private final LoopBuffers buffers =
      new LoopBuffers(allocator::allocate, Thread.currentThread(), 1 << 20);

  @Property(tries = 500)
  void itHoldsWhatANewBufferHolds(
      @ForAll @IntRange(max = 8192) int capacity,
      @ForAll @Size(max = 40) List<@IntRange(max = 4000) Integer> operations) {
    ByteBuf buffer = requireNonNull(buffers.lend(capacity, Integer.MAX_VALUE));
    ByteBuf model = Unpooled.buffer(capacity);
    int step = 0;
    for (int n : operations) {
      step++;
      apply(buffer, step, n);
      apply(model, step, n);
      assertThat(buffer).isEqualTo(model);
      assertThat(buffer.nioBuffer()).isEqualTo(model.nioBuffer());
    }
    assertThat(buffer.copy()).satisfies(copy -> assertThat(copy.release()).isTrue());
    assertThat(buffer.release()).isTrue();
    model.release();
  }

  private static void apply(ByteBuf to, int step, int n) {
    switch (n % 6) {
      case 0 -> to.writeLong(step * 31L).writeByte(n);
      case 1 -> to.writeBytes(new byte[n]).setByte(to.writerIndex() - 1, n);
      case 2 -> to.skipBytes(Math.min(n, to.readableBytes()));
      case 3 -> to.discardReadBytes();
      case 4 -> to.ensureWritable(n).writeInt(n);
      default -> to.capacity(Math.max(1, to.writerIndex() + n));
    }
  }
}
