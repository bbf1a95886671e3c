package io.porty.net.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.porty.net.buffer.LoopAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of a Porty and the buffer allocator that they share. Created once. */
public final class EventLoops {

  /**
   * 64 KiB chunks: larger reads, up to 1 MiB, are rare, and idle memory is freed in small units.
   */
  private static final int CHUNK_ORDER = 3;

  private static final long CLOSE_MILLIS = 5_000;

  private final Transport transport;
  private final EventLoopGroup group;
  private final LoopAllocator allocator;
  private final List<EventLoop> loops;

  /**
   * @param count 0 means one for each core
   */
  public EventLoops(Transport transport, int count) {
    int threads = count == 0 ? Runtime.getRuntime().availableProcessors() : count;
    this.transport = transport;
    this.group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("porty-loop"), transport.handler());
    this.allocator =
        new LoopAllocator(
            new PooledByteBufAllocator(true, 0, threads, 8192, CHUNK_ORDER, 256, 32, false),
            threads);
    List<EventLoop> all = new ArrayList<>();
    for (EventExecutor loop : group) {
      all.add((EventLoop) loop);
    }
    this.loops = List.copyOf(all);
  }

  public Transport transport() {
    return transport;
  }

  public EventLoopGroup group() {
    return group;
  }

  public ByteBufAllocator allocator() {
    return allocator;
  }

  /**
   * Returns the free buffers that event loops cache, and have not used since the last call. The
   * allocator does so by itself only every few thousand allocations, so never without work. From
   * any thread; does not wait.
   */
  public void trimCaches() {
    for (EventLoop loop : loops) {
      if (!loop.isShuttingDown()) {
        loop.execute(allocator::trimCurrentThreadCache);
      }
    }
  }

  public List<EventLoop> all() {
    return loops;
  }

  /** Stops the threads and waits until they have ended. */
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * Stops the threads.
   *
   * @return whether all have ended within the time limit; one that a plugin blocks does not
   */
  public boolean close(long millis) {
    return group
        .shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(millis);
  }
}
