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
 * Who does the admin endpoint's work: whether Porty lives is found out on threads of its own, and a
 * command that hangs holds up neither that nor the pages. Idle threads end.
 */
final class AdminThreads {

  /** What kind of work answers a request. */
  enum Work {
    HEALTH,
    PAGE,
    COMMAND
  }

  private static final int LAST_ANSWERS_SECONDS = 2;
  private static final int PAGE_THREADS = 4;
  private static final int HEALTH_THREADS = 2;

  /** One for a command that takes long, one for those that do not. */
  private static final int COMMAND_THREADS = 2;

  private static final int IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor pages;
  private final ExecutorService health = threads("porty-admin-health", HEALTH_THREADS);
  private final ExecutorService commands = threads("porty-admin-command", COMMAND_THREADS);

  /**
   * @param everySecond what is looked at each second
   */
  AdminThreads(Runnable everySecond) {
    pages =
        new ScheduledThreadPoolExecutor(
            PAGE_THREADS, new DefaultThreadFactory("porty-admin-work", true));
    pages.setRemoveOnCancelPolicy(true);
    pages.scheduleAtFixedRate(everySecond, 1, 1, TimeUnit.SECONDS);
  }

  private static ExecutorService threads(String name, int count) {
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

  /** Answers whoever has asked, for a moment. */
  void end() {
    List<ExecutorService> all = List.of(pages, health, commands);
    all.forEach(ExecutorService::shutdown);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ANSWERS_SECONDS);
    try {
      for (ExecutorService one : all) {
        one.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
