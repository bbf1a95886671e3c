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
 * Something that a plugin made, through its {@link Lifecycle}. A stranger's code runs in a thread
 * of its own that is left behind when it is late; our own runs here. Calls wait; not for event
 * loops.
 */
public final class ManagedComponent {

  private static final Diagnostics LOG = Diagnostics.of(ManagedComponent.class);
  private static final long STEP_MILLIS = Lifecycle.DEADLINE_SECONDS * 1000L;

  private final PluginGuard fence;
  private final Lifecycle made;
  private final String place;
  private boolean started;
  private boolean drained;

  /**
   * @param fence of what made it
   * @param place the route and the name in the configuration
   */
  public ManagedComponent(PluginGuard fence, Lifecycle made, String place) {
    this.fence = fence;
    this.made = made;
    this.place = place;
  }

  /** Whether it stands in the place of another one: the same name, on the same route. */
  public boolean replaces(ManagedComponent other) {
    return place.equals(other.place) && made.getClass() == other.made.getClass();
  }

  /** Whether it is this. */
  public boolean is(Object other) {
    return made == other;
  }

  /** Has it take the state over of the one that it replaces. */
  public void inheritFrom(ManagedComponent before) {
    quietly("take over", () -> made.inheritFrom(before.made), STEP_MILLIS);
  }

  /** Starts it. */
  public synchronized void start() throws PluginException {
    if (started) {
      return;
    }
    try {
      inTime("start", made::start, STEP_MILLIS);
      started = true;
    } catch (TimeoutException e) {
      throw new PluginException(
          fence.owner()
              + " did not start within "
              + Lifecycle.DEADLINE_SECONDS
              + " s"
              + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      PluginFault fault = fence.fault("start()", e);
      throw new PluginException(
          fence.owner() + " did not start: " + words(e, fault) + fault.place());
    }
  }

  /**
   * An exception's own sentence is the plain one; what has none, or is an error, says its class.
   */
  private static String words(Throwable e, PluginFault fault) {
    String message = e instanceof Exception ? e.getMessage() : null;
    return message == null || message.isBlank()
        ? fault.thrown()
        : Printable.of(message) + " (" + e.getClass().getName() + ")";
  }

  /**
   * Tells it that the end is near, once.
   *
   * @return whether it came back in time
   */
  public boolean drain(long millis) {
    synchronized (this) {
      if (!started || drained) {
        return true;
      }
      drained = true;
    }
    return quietly("drain", made::drain, millis);
  }

  /**
   * Ends it, if it was started.
   *
   * @return whether it came back in time
   */
  public boolean close(long millis) {
    synchronized (this) {
      if (!started) {
        return true;
      }
      started = false;
    }
    return quietly("close", made::close, millis);
  }

  /** Whose it is, for messages. */
  public String owner() {
    return fence.owner();
  }

  /** What it shares its fate with: its plugin; null for what came with Porty. */
  @Nullable ClassLoader plugin() {
    return fence.stranger();
  }

  private boolean quietly(String what, PluginGuard.Step step, long millis) {
    long limit = Math.min(STEP_MILLIS, millis);
    try {
      inTime(what, step, limit);
    } catch (TimeoutException e) {
      LOG.warn(
          "{} did not {} within {}{}",
          fence.owner(),
          what,
          limit % 1000 == 0 ? limit / 1000 + " s" : limit + " ms",
          new Diagnostics.Lines(String.valueOf(e.getMessage())));
      return false;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      LOG.warn("{} failed to {}", fence.owner(), what, e);
    }
    return true;
  }

  private void inTime(String what, PluginGuard.Step step, long millis) throws Throwable {
    fence.inTime(
        what.replace(' ', '-'),
        () -> {
          step.run();
          return true;
        },
        millis);
  }
}
