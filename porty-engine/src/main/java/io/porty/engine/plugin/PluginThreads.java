package io.porty.engine.plugin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded thread pool for blocking work. When the queue is full it throws {@link
 * java.util.concurrent.RejectedExecutionException}; idle threads end after 30 s. Thread-safe.
 */
public final class PluginThreads implements AutoCloseable, Executor {

  private static final int MAX_QUEUED_TASKS = 4096;

  private final ThreadPoolExecutor pool;

  /**
   * @param name prefix of the thread names
   * @param loader the threads' context class loader
   */
  public PluginThreads(String name, int threads, ClassLoader loader) {
    AtomicInteger count = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_QUEUED_TASKS),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
    this.pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
