package io.porty.engine.plugin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounded threads for work that waits. What is too much is rejected with {@link
 * java.util.concurrent.RejectedExecutionException}; idle threads end. Thread-safe.
 */
public final class PluginThreads implements AutoCloseable, Executor {

  private static final int MAX_WAITING = 4096;

  private final ThreadPoolExecutor pool;

  /**
   * @param name of the threads
   * @param loader what libraries find as the threads' context class loader
   */
  public PluginThreads(String name, int threads, ClassLoader loader) {
    AtomicInteger count = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
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
