package io.porty.engine.plugin;

import io.porty.net.diagnostics.StackText;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls strangers on threads that may be left behind. A thread is used again while its calls come
 * back: a configuration may have a hundred thousand routes. Thread-safe.
 */
final class TimedCalls {

  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "porty-plugin");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param name of the thread for as long as the call lasts
   * @param loader its context class loader for as long
   * @throws TimeoutException if it is late: it is interrupted then, and nobody waits for it any
   *     more; the message has its stack
   */
  static <T> @Nullable T call(
      String name, ClassLoader loader, Callable<? extends @Nullable T> call, long millis)
      throws Throwable {
    Named<T> named = new Named<>(name, loader, call);
    FutureTask<@Nullable T> task = new FutureTask<>(named);
    THREADS.execute(task);
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      Thread at = named.thread;
      String stack = at == null ? "" : StackText.of(at.getStackTrace());
      task.cancel(true);
      throw new TimeoutException(stack);
    }
  }

  private static final class Named<T> implements Callable<@Nullable T> {

    private final String name;
    private final ClassLoader loader;
    private final Callable<? extends @Nullable T> call;
    private volatile @Nullable Thread thread;

    Named(String name, ClassLoader loader, Callable<? extends @Nullable T> call) {
      this.name = name;
      this.loader = loader;
      this.call = call;
    }

    @Override
    public @Nullable T call() throws Exception {
      Thread own = Thread.currentThread();
      String before = own.getName();
      ClassLoader loaderBefore = own.getContextClassLoader();
      own.setName(name);
      own.setContextClassLoader(loader);
      thread = own;
      try {
        return call.call();
      } finally {
        thread = null;
        own.setName(before);
        own.setContextClassLoader(loaderBefore);
      }
    }
  }

  private TimedCalls() {}
}
