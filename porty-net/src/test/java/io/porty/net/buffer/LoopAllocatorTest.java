package io.porty.net.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopAllocatorTest {

  private static final int CHUNK_ORDER = 3;

  private final PooledByteBufAllocator pool =
      new PooledByteBufAllocator(true, 0, 1, 8192, CHUNK_ORDER, 0, 0, false);
  private final LoopAllocator allocator = new LoopAllocator(pool);
  private final List<Thread> threads = new ArrayList<>();
  private final ExecutorService loop = Executors.newSingleThreadExecutor(this::thread);

  private Thread thread(Runnable work) {
    Thread thread = new DefaultThreadFactory("loop").newThread(work);
    threads.add(thread);
    return thread;
  }

  private <T> T onLoop(Callable<T> work) throws Exception {
    return loop.submit(work).get();
  }

  @AfterEach
  void end() throws InterruptedException {
    loop.shutdown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private long released(int capacity) {
    ByteBuf buffer = allocator.directBuffer(capacity);
    long address = buffer.memoryAddress();
    buffer.release();
    return address;
  }

  @Test
  void theLastReleasedBufferIsTheNextOne() throws Exception {
    onLoop(
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
    onLoop(
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
    onLoop(
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
    onLoop(
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
  void aGrownBufferIsFreed() throws Exception {
    onLoop(
        () -> {
          long before = PlatformDependent.usedDirectMemory();
          allocator.directBuffer(300).writeZero(700).release();
          assertThat(PlatformDependent.usedDirectMemory()).isEqualTo(before);
          return null;
        });
  }

  @Test
  void aBufferStaysWithinItsMaximum() throws Exception {
    onLoop(
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
    onLoop(
        () -> {
          ByteBuf buffer = allocator.directBuffer(300).writeZero(300).capacity(100);
          assertThat(buffer.writerIndex()).isEqualTo(100);
          assertThatThrownBy(() -> buffer.getByte(100))
              .isInstanceOf(IndexOutOfBoundsException.class);
          return buffer.release();
        });
  }

  @Test
  void aBufferThatAnotherThreadReleasesIsFreed() throws Exception {
    onLoop(() -> released(300)); // the first one prepares classes
    long before = PlatformDependent.usedDirectMemory();
    ByteBuf taken = onLoop(() -> allocator.directBuffer(300));
    ByteBuf further = onLoop(() -> allocator.directBuffer(300));
    assertThat(PlatformDependent.usedDirectMemory()).isEqualTo(before + 512);
    further.release();
    assertThat(PlatformDependent.usedDirectMemory()).isEqualTo(before);
    taken.release();
    assertThat(PlatformDependent.usedDirectMemory()).isEqualTo(before - 512);
  }

  @Test
  void soManyOfASizeExistAtMostAndThePoolHasTheRest() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    onLoop(
        () -> {
          for (int size = 512; size <= 8192; size *= 2) {
            burst(size, 300);
            burst(size, 300);
          }
          return null;
        });
    assertThat(kept(before)).isEqualTo(256 * (512 + 1024 + 2048 + 4096) + 128 * 8192);
  }

  @Test
  void thoseThatWereFreedAreReplaced() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    List<ByteBuf> elsewhere = new ArrayList<>();
    onLoop(
        () -> {
          for (int i = 0; i < 200; i++) {
            elsewhere.add(allocator.directBuffer(512));
          }
          for (int i = 0; i < 200; i++) {
            allocator.directBuffer(512).writeZero(513).release();
          }
          return null;
        });
    elsewhere.forEach(ByteBuf::release);
    onLoop(
        () -> {
          burst(512, 300);
          return null;
        });
    assertThat(kept(before)).isEqualTo(256 * 512);
  }

  /** Bytes of the event loop's own buffers. */
  private long kept(long before) {
    return PlatformDependent.usedDirectMemory() - before - pool.metric().usedDirectMemory();
  }

  private void burst(int size, int count) {
    List<ByteBuf> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(allocator.directBuffer(size));
    }
    all.forEach(ByteBuf::release);
  }

  @Test
  void thoseThatAreNotNeededAreFreed() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    onLoop(
        () -> {
          burst(512, 100);
          allocator.trimCurrentThreadCache(); // all were needed since the last time
          assertThat(PlatformDependent.usedDirectMemory() - before).isEqualTo(100 * 512);
          burst(512, 30);
          allocator.trimCurrentThreadCache();
          assertThat(PlatformDependent.usedDirectMemory() - before).isEqualTo(30 * 512);
          for (int i = 0; i < 3 * 8192; i++) {
            released(300);
          }
          assertThat(PlatformDependent.usedDirectMemory() - before).isEqualTo(512);
          return null;
        });
  }

  @Test
  void aThreadThatEndsFreesAll() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    ByteBuf out = onLoop(() -> allocator.directBuffer(300));
    onLoop(
        () -> {
          burst(4096, 10);
          return null;
        });
    end();
    out.release();
    assertThat(PlatformDependent.usedDirectMemory()).isEqualTo(before);
  }

  @Test
  void largeBuffersHeapBuffersAndOtherThreadsUseThePool() throws Exception {
    onLoop(
        () -> {
          ByteBuf large = allocator.directBuffer(8193);
          assertThat(pool.metric().usedDirectMemory()).isPositive();
          ByteBuf heap = allocator.heapBuffer(100);
          assertThat(heap.hasArray()).isTrue();
          heap.release();
          return large.release();
        });
    ByteBuf other = allocator.directBuffer(100);
    assertThat(pool.metric().usedDirectMemory()).isPositive();
    other.release();
  }
}
