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
 * What stands between Porty and one part of a plugin: every call into that part goes through here.
 * A call whose answer Porty needs ends in a {@link PluginFault}; one that Porty can do without is
 * said, at most once a second, and that is all. Thread-safe.
 */
public final class PluginGuard {

  /** What a call of a stranger's may take that does not run on an event loop. */
  public static final int DEADLINE_SECONDS = 10;

  private static final Diagnostics LOG = Diagnostics.of(PluginGuard.class);
  private static final Duration BLAME_INTERVAL = Duration.ofSeconds(1);

  private final String owner;
  private final @Nullable ClassLoader stranger;
  private final RateLimitedLog blames = new RateLimitedLog(LOG, BLAME_INTERVAL);

  /**
   * @param owner for messages: {@code router "redis" of plugins/redis}
   * @param stranger the class loader of a plugin that did not come with Porty: its calls run on
   *     threads of their own, which are left behind when they are late; null for Porty's own
   */
  public PluginGuard(String owner, @Nullable ClassLoader stranger) {
    this.owner = owner;
    this.stranger = stranger;
  }

  public String owner() {
    return owner;
  }

  /** The class loader of a plugin that did not come with Porty; null for Porty's own. */
  public @Nullable ClassLoader stranger() {
    return stranger;
  }

  /**
   * Asks for something that there has to be.
   *
   * @param method for the message: {@code create()}
   * @throws PluginFault if it throws, answers null, or does not answer in time
   * @throws MissingKeyException if a setting is missing, which is not the plugin's fault
   */
  public <T> T ask(String method, Callable<? extends @Nullable T> call) {
    T answer = call(method, call);
    if (answer == null) {
      throw new PluginFault(owner, method, "answered null", "");
    }
    return answer;
  }

  /** As {@link #ask}, for a call that answers nothing. */
  public void run(String method, Step step) {
    call(
        method,
        () -> {
          step.run();
          return true;
        });
  }

  private <T> @Nullable T call(String method, Callable<? extends @Nullable T> call) {
    try {
      return inTime(method, call, DEADLINE_SECONDS * 1000L);
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

  /** The fault that an exception of the plugin's is. */
  public PluginFault fault(String method, Throwable cause) {
    return new PluginFault(
        owner,
        method,
        "failed: " + PrintableThrowable.text(cause),
        StackText.of(cause, PluginGuard::isOurs));
  }

  /** The fault of something that it answered. */
  public PluginFault fault(String method, String what) {
    return new PluginFault(owner, method, what, "");
  }

  /**
   * Calls the plugin, a stranger's on a thread of its own.
   *
   * @throws TimeoutException if it is late; its message says what it is at
   */
  public <T> @Nullable T inTime(String method, Callable<? extends @Nullable T> call, long millis)
      throws Throwable {
    ClassLoader loader = stranger;
    return loader == null
        ? call.call()
        : TimedCalls.call("porty-plugin-" + word(method), loader, call, millis);
  }

  private static String word(String method) {
    int end = method.indexOf('(');
    return end < 0 ? method : method.substring(0, end);
  }

  /**
   * Runs a call of the plugin's on this thread, whatever it does.
   *
   * @return whether it went well; if not, that is said
   */
  public boolean guard(String method, Step step) {
    return guard(method, "", step);
  }

  /**
   * As {@link #guard(String, Step)}.
   *
   * @param at where the part is at work, for the message: {@code , on route shop}; may be empty
   */
  public boolean guard(String method, String at, Step step) {
    try {
      step.run();
      return true;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      blame("failed in " + method + at, e);
      return false;
    }
  }

  /**
   * Takes a step towards the end, which nobody but the plugin needs: on a thread that may wait.
   *
   * @return whether it came back in time; if not, or if it failed, that is said
   */
  public boolean end(String method, Step step, long millis) {
    try {
      inTime(
          method,
          () -> {
            step.run();
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
      blame("failed in " + method, e);
    }
    return true;
  }

  /**
   * Says what the plugin did: at most once a second, or the log of a busy route would be nothing
   * else.
   */
  public void blame(String what, @Nullable Throwable cause) {
    if (cause == null) {
      blames.error("{} {}", owner, what);
    } else {
      blames.error("{} {}", owner, what, cause);
    }
  }

  /** Porty's own frames begin with the fence itself. */
  private static boolean isOurs(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith(PluginGuard.class.getName())
        || name.startsWith(TimedCalls.class.getName());
  }

  /** A call of a plugin's. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }
}
