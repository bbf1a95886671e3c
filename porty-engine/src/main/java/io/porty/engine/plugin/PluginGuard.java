package io.porty.engine.plugin;

import io.porty.api.MissingKeyException;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.PrintableThrowable;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.diagnostics.StackText;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Guards the calls into one part of a plugin. A failed call whose result Porty needs throws a
 * {@link PluginFault}; other failures are logged, at most once a second. Thread-safe.
 */
public final class PluginGuard {

  /** Time limit of a call into a third-party plugin that does not run on an event loop. */
  public static final int DEADLINE_SECONDS = 10;

  private static final Diagnostics LOG = Diagnostics.of(PluginGuard.class);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

  private final String owner;
  private final @Nullable ClassLoader pluginLoader;
  private final RateLimitedLog failures = new RateLimitedLog(LOG, LOG_INTERVAL);

  /**
   * @param owner for messages: {@code router "redis" of plugins/redis}
   * @param pluginLoader the class loader of a third-party plugin, whose calls with a time limit run
   *     on separate threads; null for a shipped plugin
   */
  public PluginGuard(String owner, @Nullable ClassLoader pluginLoader) {
    this.owner = owner;
    this.pluginLoader = pluginLoader;
  }

  public String owner() {
    return owner;
  }

  /** The class loader of a third-party plugin; null for a shipped one. */
  public @Nullable ClassLoader pluginLoader() {
    return pluginLoader;
  }

  /**
   * Calls the plugin for a result that Porty needs.
   *
   * @param method for the message: {@code create()}
   * @throws PluginFault if it throws, returns null, or exceeds the time limit
   * @throws MissingKeyException if a required configuration key is missing: the user's error
   */
  public <T> T require(String method, Callable<? extends @Nullable T> call) {
    T result = call(method, call);
    if (result == null) {
      throw new PluginFault(owner, method, "returned null", "");
    }
    return result;
  }

  /** As {@link #require}, for a call without a result. */
  public void run(String method, Action action) {
    call(
        method,
        () -> {
          action.run();
          return true;
        });
  }

  private <T> @Nullable T call(String method, Callable<? extends @Nullable T> call) {
    try {
      return callWithTimeout(method, call, DEADLINE_SECONDS * 1000L);
    } catch (PluginFault | MissingKeyException | OutOfMemoryError e) {
      throw e;
    } catch (TimeoutException e) {
      throw new PluginFault(
          owner,
          method,
          "did not return within " + DEADLINE_SECONDS + " s",
          String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      throw fault(method, e);
    }
  }

  /** The fault for an exception of the plugin. */
  public PluginFault fault(String method, Throwable cause) {
    return new PluginFault(
        owner,
        method,
        "failed: " + PrintableThrowable.text(cause),
        StackText.of(cause, PluginGuard::isPortyFrame));
  }

  /** The fault for an invalid result of the plugin. */
  public PluginFault fault(String method, String what) {
    return new PluginFault(owner, method, what, "");
  }

  /**
   * Calls the plugin with a time limit: a third-party plugin on a separate thread, which is
   * abandoned at the limit, a shipped one on this thread and without the limit.
   *
   * @throws TimeoutException if the limit is exceeded; its message is the stack of the call
   */
  public <T> @Nullable T callWithTimeout(
      String method, Callable<? extends @Nullable T> call, long millis) throws Throwable {
    ClassLoader loader = pluginLoader;
    return loader == null
        ? call.call()
        : TimedCalls.call("porty-plugin-" + methodName(method), loader, call, millis);
  }

  private static String methodName(String method) {
    int end = method.indexOf('(');
    return end < 0 ? method : method.substring(0, end);
  }

  /**
   * Calls the plugin on this thread and logs a failure.
   *
   * @return whether the call succeeded
   */
  public boolean tryRun(String method, Action action) {
    return tryRun(method, "", action);
  }

  /**
   * As {@link #tryRun(String, Action)}.
   *
   * @param location appended to the message: {@code , on route shop}; may be empty empty
   */
  public boolean tryRun(String method, String location, Action action) {
    try {
      action.run();
      return true;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      logFailure("failed in " + method + location, e);
      return false;
    }
  }

  /**
   * Calls the plugin with a time limit and logs a failure or timeout; on a thread that may block.
   *
   * @return whether the call returned within the time limit
   */
  public boolean tryRunWithTimeout(String method, Action action, long millis) {
    try {
      callWithTimeout(
          method,
          () -> {
            action.run();
            return true;
          },
          millis);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (TimeoutException e) {
      LOG.warn(
          "{} did not return from {} within {} ms{}",
          owner,
          method,
          millis,
          new Diagnostics.Lines(String.valueOf(e.getMessage())));
      return false;
    } catch (Throwable e) {
      logFailure("failed in " + method, e);
    }
    return true;
  }

  /** Logs a failure of the plugin, at most once a second: a route may fail with every request. */
  public void logFailure(String what, @Nullable Throwable cause) {
    if (cause == null) {
      failures.error("{} {}", owner, what);
    } else {
      failures.error("{} {}", owner, what, cause);
    }
  }

  /** The frames of the guard separate Porty's stack from the plugin's. */
  private static boolean isPortyFrame(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith(PluginGuard.class.getName())
        || name.startsWith(TimedCalls.class.getName());
  }

  /** A call into a plugin. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }
}
