package io.porty.net.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops and the memory that they share: made once for a running Porty. */
public final class EventLoops {

  /**
   * 64 KiB chunks: a read of at most 1 MiB is rare, and idle memory is given back in small pieces.
   */
  private static final int CHUNK_ORDER = 3;

  private static final long CLOSE_MILLIS = 5_000;

  private final Transport transport;
  private final EventLoopGroup group;
  private final ByteBufAllocator allocator;
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
        new PooledByteBufAllocator(true, 0, threads, 8192, CHUNK_ORDER, 256, 32, false);
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

  public List<EventLoop> all() {
    return loops;
  }

  /** Ends the threads; returns once they have ended. */
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * Ends the threads.
   *
   * @return whether they have ended in time: one that a plugin holds does not
   */
  public boolean close(long millis) {
    return group
        .shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(millis);
  }
}
