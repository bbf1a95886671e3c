package io.porty.admin;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The worker threads of the admin endpoint. Health checks, pages and commands have separate pools,
 * so that a command that hangs delays neither. Idle threads end.
 */
final class AdminThreads {

  /** The kind of a request. */
  enum Work {
    HEALTH,
    PAGE,
    COMMAND
  }

  private static final int CLOSE_TIMEOUT_SECONDS = 2;
  private static final int PAGE_THREADS = 4;
  private static final int HEALTH_THREADS = 2;

  /** One for a long command, one for short ones. */
  private static final int COMMAND_THREADS = 2;

  private static final int IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor pages;
  private final ExecutorService health = newPool("porty-admin-health", HEALTH_THREADS);
  private final ExecutorService commands = newPool("porty-admin-command", COMMAND_THREADS);

  /**
   * @param sampler run once a second
   */
  AdminThreads(Runnable sampler) {
    pages =
        new ScheduledThreadPoolExecutor(
            PAGE_THREADS, new DefaultThreadFactory("porty-admin-work", true));
    pages.setRemoveOnCancelPolicy(true);
    pages.scheduleAtFixedRate(sampler, 1, 1, TimeUnit.SECONDS);
  }

  private static ExecutorService newPool(String name, int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(name, true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  Executor of(Work work) {
    return switch (work) {
      case HEALTH -> health;
      case PAGE -> pages;
      case COMMAND -> commands;
    };
  }

  /** Finishes the requests in progress, for at most {@value #CLOSE_TIMEOUT_SECONDS} s. */
  void close() {
    List<ExecutorService> all = List.of(pages, health, commands);
    all.forEach(ExecutorService::shutdown);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_TIMEOUT_SECONDS);
    try {
      for (ExecutorService pool : all) {
        pool.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
