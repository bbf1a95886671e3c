package io.porty.engine.life;

import io.porty.api.Lifecycle;
import io.porty.engine.plugin.PluginException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Something that a plugin made, through its {@link Lifecycle}. A stranger's code runs in a thread
 * of its own that is left behind when it is late; our own runs here. Calls wait; not for event
 * loops.
 */
public final class Living {

  private final String owner;
  private final Lifecycle made;
  private final boolean stranger;
  private final String place;
  private boolean started;
  private boolean drained;

  /**
   * @param owner for messages: {@code router "redis" of plugins/redis}
   * @param stranger whether it came from the plugins folder
   * @param place the route and the name in the configuration
   */
  public Living(String owner, Lifecycle made, boolean stranger, String place) {
    this.place = place;
    this.owner = owner;
    this.made = made;
    this.stranger = stranger;
  }

  /** Whether it stands in the place of another one: the same name, on the same route. */
  public boolean replaces(Living other) {
    return place.equals(other.place) && made.getClass() == other.made.getClass();
  }

  /** Has it take the state over of the one that it replaces. */
  public void takeOver(Living before) {
    quietly("take over", () -> made.takeOver(before.made));
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Starts it. */
  public void start() throws PluginException {
    try {
      inTime("start", made::start);
      started = true;
    } catch (TimeoutException e) {
      throw new PluginException(
          owner + " did not start within " + Lifecycle.DEADLINE_SECONDS + " s");
    } catch (Throwable e) {
      throw new PluginException(owner + " did not start: " + words(e));
    }
  }

  private static String words(Throwable e) {
    String message = e.getMessage();
    return message == null || !(e instanceof Exception) ? e.toString() : message;
  }

  /** Tells it that the end is near, once. */
  public void drain() {
    if (started && !drained) {
      drained = true;
      quietly("drain", made::drain);
    }
  }

  /** Ends it, if it was started. */
  public void close() {
    if (started) {
      started = false;
      quietly("close", made::close);
    }
  }

  private void quietly(String what, Step step) {
    try {
      inTime(what, step);
    } catch (TimeoutException e) {
      LoggerFactory.getLogger(Living.class)
          .warn("{} did not {} within {} s", owner, what, Lifecycle.DEADLINE_SECONDS);
    } catch (Throwable e) {
      LoggerFactory.getLogger(Living.class).warn("{} failed to {}", owner, what, e);
    }
  }

  private void inTime(String what, Step step) throws Throwable {
    if (!stranger) {
      step.run();
      return;
    }
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              step.run();
              return true;
            });
    Thread thread = new Thread(task, "porty-plugin-" + what.replace(' ', '-'));
    thread.setDaemon(true);
    thread.setContextClassLoader(made.getClass().getClassLoader());
    thread.start();
    try {
      task.get(Lifecycle.DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } catch (TimeoutException e) {
      thread.interrupt();
      throw e;
    }
  }
}
