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
 * Runs calls into third-party plugins on separate threads with a time limit. Threads are reused
 * while calls return in time, because a configuration may have a hundred thousand routes.
 * Thread-safe.
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
   * Runs a call and waits for its result.
   *
   * @param name the thread's name during the call
   * @param loader the thread's context class loader during the call
   * @throws TimeoutException if the limit is exceeded: the thread is interrupted and abandoned; the
   *     message is its stack
   * @throws Throwable what the call throws
   */
  static <T> @Nullable T call(
      String name, ClassLoader loader, Callable<? extends @Nullable T> call, long millis)
      throws Throwable {
    NamedCall<T> namedCall = new NamedCall<>(name, loader, call);
    FutureTask<@Nullable T> task = new FutureTask<>(namedCall);
    THREADS.execute(task);
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      Thread thread = namedCall.thread;
      String stack = thread == null ? "" : StackText.of(thread.getStackTrace());
      task.cancel(true);
      throw new TimeoutException(stack);
    }
  }

  private static final class NamedCall<T> implements Callable<@Nullable T> {

    private final String name;
    private final ClassLoader loader;
    private final Callable<? extends @Nullable T> call;
    private volatile @Nullable Thread thread;

    NamedCall(String name, ClassLoader loader, Callable<? extends @Nullable T> call) {
      this.name = name;
      this.loader = loader;
      this.call = call;
    }

    @Override
    public @Nullable T call() throws Exception {
      Thread current = Thread.currentThread();
      String previousName = current.getName();
      ClassLoader previousLoader = current.getContextClassLoader();
      current.setName(name);
      current.setContextClassLoader(loader);
      thread = current;
      try {
        return call.call();
      } finally {
        thread = null;
        current.setName(previousName);
        current.setContextClassLoader(previousLoader);
      }
    }
  }

  private TimedCalls() {}
}
