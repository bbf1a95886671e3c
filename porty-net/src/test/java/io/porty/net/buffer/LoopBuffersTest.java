package io.porty.net.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopBuffersTest {

  private static final int SIZES = 5;

  private final LoopAllocator allocator = new LoopAllocator(PooledByteBufAllocator.DEFAULT, 1);

  private static int lendAll(LoopBuffers buffers, int capacity) {
    List<ByteBuf> lent = new ArrayList<>();
    ByteBuf next = buffers.lend(capacity, capacity);
    while (next != null) {
      lent.add(next);
      next = buffers.lend(capacity, capacity);
    }
    lent.forEach(ByteBuf::release);
    return lent.size();
  }

  @Test
  void thereAreFewerOfEachSizeWhereMemoryIsSmall() {
    LoopBuffers buffers =
        new LoopBuffers(allocator::allocate, Thread.currentThread(), SIZES * 16_384L);
    assertThat(lendAll(buffers, 512)).isEqualTo(32);
    assertThat(lendAll(buffers, 4096)).isEqualTo(4);
    assertThat(lendAll(buffers, 8192)).isEqualTo(2);
    buffers.close();
  }

  @Test
  void memoryThatIsShortLeavesNoTrace() {
    List<OutOfMemoryError> failures = new ArrayList<>();
    LoopBuffers.Memory failing =
        (home, size) -> {
          if (failures.size() < 1000) {
            OutOfMemoryError none = new OutOfMemoryError("planted");
            failures.add(none);
            throw none;
          }
          return allocator.allocate(home, size);
        };
    LoopBuffers buffers = new LoopBuffers(failing, Thread.currentThread(), 1 << 20);
    while (failures.size() < 1000) {
      assertThat(buffers.lend(512, 512)).as("the pool has to lend").isNull();
    }
    assertThat(lendAll(buffers, 512)).isEqualTo(256);
    buffers.close();
  }
}
