package io.porty.net.buffer;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.PlatformDependent;

/**
 * The allocator of connections. A small direct buffer comes from those that its event loop keeps,
 * the last released one first; any other buffer from Netty's pool. Both are used as any other
 * buffer is, and may be released on any thread. See docs/decisions/087.
 *
 * <p>Thread-safe.
 */
public final class LoopAllocator extends AbstractByteBufAllocator {

  private final PooledByteBufAllocator pool;

  /** Of a buffer that an event loop keeps; -1 for none, where memory cannot be addressed. */
  private final int maxKeptBytes = PlatformDependent.hasUnsafe() ? LoopBuffers.MAX_BYTES : -1;

  private final FastThreadLocal<LoopBuffers> buffers =
      new FastThreadLocal<>() {
        @Override
        protected LoopBuffers initialValue() {
          return new LoopBuffers(LoopAllocator.this, Thread.currentThread());
        }

        @Override
        protected void onRemoval(LoopBuffers value) {
          value.free();
        }
      };

  /**
   * @param pool for buffers that are large, on the heap, or of another thread than an event loop
   */
  public LoopAllocator(PooledByteBufAllocator pool) {
    super(true);
    this.pool = pool;
  }

  /**
   * Frees what the current thread's cache has kept unused since the last call, of small buffers and
   * of the pool.
   */
  public void trimCurrentThreadCache() {
    LoopBuffers kept = buffers.getIfExists();
    if (kept != null) {
      kept.trim();
    }
    pool.trimCurrentThreadCache();
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return pool.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    if (initialCapacity <= maxKeptBytes
        && Thread.currentThread() instanceof FastThreadLocalThread) {
      ByteBuf kept = buffers.get().lend(initialCapacity, maxCapacity);
      if (kept != null) {
        return toLeakAwareBuffer(kept);
      }
    }
    return pool.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }
}
