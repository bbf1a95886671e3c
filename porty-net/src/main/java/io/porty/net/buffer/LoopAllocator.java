package io.porty.net.buffer;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.PlatformDependent;

/**
 * The allocator of connections. A small direct buffer comes from those that the calling thread of
 * Netty keeps, an event loop as a rule, the last released one first; any other buffer from Netty's
 * pool. Both are used as any other buffer is, and may be released on any thread. See
 * docs/decisions/087.
 *
 * <p>Thread-safe.
 */
public final class LoopAllocator extends AbstractByteBufAllocator {

  /** Of the memory for buffers, an eighth may be kept: all sizes of all event loops. */
  private static final int SHARE = 8;

  private final PooledByteBufAllocator pool;
  private final long maxBytes;

  /** Of a buffer that an event loop keeps; -1 for none, where memory cannot be addressed. */
  private final int maxKeptBytes = PlatformDependent.hasUnsafe() ? LoopBuffers.MAX_BYTES : -1;

  private final FastThreadLocal<LoopBuffers> buffers =
      new FastThreadLocal<>() {
        @Override
        protected LoopBuffers initialValue() {
          return new LoopBuffers(LoopAllocator.this::allocate, Thread.currentThread(), maxBytes);
        }

        @Override
        protected void onRemoval(LoopBuffers value) {
          value.close();
        }
      };

  /**
   * @param pool for buffers that are large, on the heap, or of another thread than an event loop
   * @param loops number of event loops
   */
  public LoopAllocator(PooledByteBufAllocator pool, int loops) {
    super(true);
    this.pool = pool;
    this.maxBytes = PlatformDependent.maxDirectMemory() / SHARE / loops;
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

  /** Takes memory of the system. */
  LoopBuffer allocate(LoopBuffers home, FreeBuffers size) {
    return new LoopBuffer(this, home, size);
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
