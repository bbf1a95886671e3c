package io.porty.net.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopAllocatorTest {

  private final AllocatingLoop loop = new AllocatingLoop();
  private final LoopAllocator allocator = loop.allocator;

  @AfterEach
  void end() throws InterruptedException {
    loop.close();
  }

  private long released(int capacity) {
    ByteBuf buffer = allocator.directBuffer(capacity);
    long address = buffer.memoryAddress();
    buffer.release();
    return address;
  }

  @Test
  void theLastReleasedBufferIsTheNextOne() throws Exception {
    loop.call(
        () -> {
          ByteBuf first = allocator.directBuffer(300);
          ByteBuf second = allocator.directBuffer(300);
          long last = first.memoryAddress();
          second.release();
          first.release();
          assertThat(released(512)).isEqualTo(last);
          assertThat(released(1)).isEqualTo(last);
          assertThat(released(513)).isNotEqualTo(last);
          return null;
        });
  }

  @Test
  void aBufferIsAsNewWhenItIsLentAgain() throws Exception {
    loop.call(
        () -> {
          ByteBuf used = allocator.directBuffer(300, 400);
          used.writeZero(300).skipBytes(200).markReaderIndex().markWriterIndex();
          used.release();
          ByteBuf buffer = allocator.directBuffer(500);
          assertThat(buffer.capacity()).isEqualTo(500);
          assertThat(buffer.maxCapacity()).isEqualTo(Integer.MAX_VALUE);
          assertThat(buffer.refCnt()).isEqualTo(1);
          assertThat(buffer.readableBytes()).isZero();
          assertThat(buffer.writableBytes()).isEqualTo(500);
          assertThat(buffer.resetWriterIndex().resetReaderIndex().writerIndex()).isZero();
          return buffer.release();
        });
  }

  @Test
  void whatIsReleasedCannotBeUsed() throws Exception {
    loop.call(
        () -> {
          ByteBuf buffer = allocator.directBuffer(300);
          buffer.release();
          assertThatThrownBy(() -> buffer.writeByte(1))
              .isInstanceOf(IllegalReferenceCountException.class);
          assertThatThrownBy(buffer::release).isInstanceOf(IllegalReferenceCountException.class);
          return null;
        });
  }

  @Test
  void aBufferGrowsInPlaceAsFarAsItsMemoryGoes() throws Exception {
    loop.call(
        () -> {
          ByteBuf buffer = allocator.directBuffer(300).writeZero(300);
          long address = buffer.memoryAddress();
          buffer.writeZero(200);
          assertThat(buffer.memoryAddress()).isEqualTo(address);
          assertThat(buffer.capacity()).isBetween(500, 512);
          buffer.writeBytes("longer than that".getBytes(StandardCharsets.US_ASCII));
          assertThat(buffer.memoryAddress()).isNotEqualTo(address);
          assertThat(buffer.toString(500, 16, StandardCharsets.US_ASCII))
              .isEqualTo("longer than that");
          return buffer.release();
        });
  }

  @Test
  void aBufferStaysWithinItsMaximum() throws Exception {
    loop.call(
        () -> {
          ByteBuf buffer = allocator.directBuffer(300, 400).writeZero(400);
          assertThat(buffer.maxFastWritableBytes()).isZero();
          assertThatThrownBy(() -> buffer.writeByte(1))
              .isInstanceOf(IndexOutOfBoundsException.class);
          assertThatThrownBy(() -> buffer.getByte(400))
              .isInstanceOf(IndexOutOfBoundsException.class);
          return buffer.release();
        });
  }

  @Test
  void aShrunkBufferHasNothingBeyondItsCapacity() throws Exception {
    loop.call(
        () -> {
          ByteBuf buffer = allocator.directBuffer(300).writeZero(300).capacity(100);
          assertThat(buffer.writerIndex()).isEqualTo(100);
          assertThatThrownBy(() -> buffer.getByte(100))
              .isInstanceOf(IndexOutOfBoundsException.class);
          return buffer.release();
        });
  }

  @Test
  void largeBuffersHeapBuffersAndOtherThreadsUseThePool() throws Exception {
    loop.call(
        () -> {
          ByteBuf large = allocator.directBuffer(8193);
          assertThat(loop.pool.metric().usedDirectMemory()).isPositive();
          ByteBuf heap = allocator.heapBuffer(100);
          assertThat(heap.hasArray()).isTrue();
          heap.release();
          return large.release();
        });
    ByteBuf other = allocator.directBuffer(100);
    assertThat(loop.pool.metric().usedDirectMemory()).isPositive();
    other.release();
  }
}
