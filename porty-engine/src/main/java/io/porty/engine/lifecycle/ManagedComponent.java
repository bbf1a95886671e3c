package io.porty.engine.lifecycle;

import io.porty.api.Lifecycle;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.Printable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A router or access log that a plugin has created, driven through its {@link Lifecycle}. Calls
 * into third-party plugins run on a separate thread, which is abandoned when the time limit is
 * exceeded; calls into shipped ones run on the caller's thread. Blocks; not for event loops.
 */
public final class ManagedComponent {

  private static final Diagnostics LOG = Diagnostics.of(ManagedComponent.class);
  private static final long STEP_MILLIS = Lifecycle.DEADLINE_SECONDS * 1000L;

  private final PluginGuard guard;
  private final Lifecycle delegate;
  private final String key;
  private boolean started;
  private boolean drained;

  /**
   * @param guard of the factory that created it
   * @param key route and name, by which it is matched with its successor after a reload
   */
  public ManagedComponent(PluginGuard guard, Lifecycle delegate, String key) {
    this.guard = guard;
    this.delegate = delegate;
    this.key = key;
  }

  /** Whether it replaces another component after a reload: same class, route and name. */
  public boolean replaces(ManagedComponent other) {
    return key.equals(other.key) && delegate.getClass() == other.delegate.getClass();
  }

  /** Whether it wraps this object. */
  public boolean wraps(Object other) {
    return delegate == other;
  }

  /** Lets it take over the state of the component that it replaces. */
  public void inheritFrom(ManagedComponent predecessor) {
    tryStep("take over", () -> delegate.inheritFrom(predecessor.delegate), STEP_MILLIS);
  }

  /**
   * Starts it unless it is started.
   *
   * @throws PluginException if it fails or exceeds the time limit
   */
  public synchronized void start() throws PluginException {
    if (started) {
      return;
    }
    try {
      callWithTimeout("start", delegate::start, STEP_MILLIS);
      started = true;
    } catch (TimeoutException e) {
      throw new PluginException(
          guard.owner()
              + " did not start within "
              + Lifecycle.DEADLINE_SECONDS
              + " s"
              + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      PluginFault fault = guard.fault("start()", e);
      throw new PluginException(
          guard.owner() + " did not start: " + describe(e, fault) + fault.place());
    }
  }

  /** The message of an exception with its class; only the class for errors and blank messages. */
  private static String describe(Throwable e, PluginFault fault) {
    String message = e instanceof Exception ? e.getMessage() : null;
    return message == null || message.isBlank()
        ? fault.thrown()
        : Printable.of(message) + " (" + e.getClass().getName() + ")";
  }

  /**
   * Calls drain() if it is started, at most once.
   *
   * @return whether it returned within the time limit
   */
  public boolean drain(long millis) {
    synchronized (this) {
      if (!started || drained) {
        return true;
      }
      drained = true;
    }
    return tryStep("drain", delegate::drain, millis);
  }

  /**
   * Closes it if it is started.
   *
   * @return whether it returned within the time limit
   */
  public boolean close(long millis) {
    synchronized (this) {
      if (!started) {
        return true;
      }
      started = false;
    }
    return tryStep("close", delegate::close, millis);
  }

  /** The plugin and its part, for messages. */
  public String owner() {
    return guard.owner();
  }

  /** The class loader of its third-party plugin; null for a shipped one. */
  @Nullable ClassLoader plugin() {
    return guard.pluginLoader();
  }

  private boolean tryStep(String step, PluginGuard.Action action, long millis) {
    long limit = Math.min(STEP_MILLIS, millis);
    try {
      callWithTimeout(step, action, limit);
    } catch (TimeoutException e) {
      LOG.warn(
          "{} did not {} within {}{}",
          guard.owner(),
          step,
          limit % 1000 == 0 ? limit / 1000 + " s" : limit + " ms",
          new Diagnostics.Lines(String.valueOf(e.getMessage())));
      return false;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      LOG.warn("{} failed to {}", guard.owner(), step, e);
    }
    return true;
  }

  private void callWithTimeout(String step, PluginGuard.Action action, long millis)
      throws Throwable {
    guard.callWithTimeout(
        step.replace(' ', '-'),
        () -> {
          action.run();
          return true;
        },
        millis);
  }
}
