package io.porty.net.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An allocator, and a thread that is like an event loop's. */
final class AllocatingLoop implements AutoCloseable {

  private static final int CHUNK_ORDER = 3;

  final PooledByteBufAllocator pool =
      new PooledByteBufAllocator(true, 0, 1, 8192, CHUNK_ORDER, 0, 0, false);
  final LoopAllocator allocator = new LoopAllocator(pool, 1);
  private final List<Thread> threads = new ArrayList<>();
  private final ExecutorService loop = Executors.newSingleThreadExecutor(this::thread);
  private final long before = PlatformDependent.usedDirectMemory();

  private Thread thread(Runnable work) {
    Thread thread = new DefaultThreadFactory("loop").newThread(work);
    threads.add(thread);
    return thread;
  }

  <T> T call(Callable<T> work) throws Exception {
    try {
      return loop.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    }
  }

  /** Lends so many buffers and releases all. */
  void burst(int size, int count) {
    List<ByteBuf> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(allocator.directBuffer(size));
    }
    all.forEach(ByteBuf::release);
  }

  /** Direct memory of the process beyond what was used at first, without the pool's. */
  long usedBytes() {
    return PlatformDependent.usedDirectMemory() - before - pool.metric().usedDirectMemory();
  }

  /** Ends the thread, and waits for it. */
  @Override
  public void close() throws InterruptedException {
    loop.shutdown();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
