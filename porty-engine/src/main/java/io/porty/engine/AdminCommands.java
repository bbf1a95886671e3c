package io.porty.engine;

import io.porty.engine.control.AdminActions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The commands of the admin endpoint. Reload, restart and stop are delegated to a {@link
 * ProcessControl}, so that they behave as the corresponding signals do. Thread-safe.
 */
final class AdminCommands implements AdminActions {

  /** Delay of the stop after a restart, so that the response is sent before the process exits. */
  private static final Duration RESPONSE_DELAY = Duration.ofMillis(100);

  private final Porty porty;
  private volatile boolean ready;
  private volatile ProcessControl control;

  AdminCommands(Porty porty) {
    this.porty = porty;
    this.control =
        new ProcessControl() {
          @Override
          public List<String> reload() throws StartException {
            return porty.reload();
          }

          @Override
          public String restart() throws StartException {
            throw new StartException(
                StartException.FAILED,
                "this Porty is embedded in another program, which has to start the next one");
          }

          @Override
          public void stop() {
            porty.stop();
          }
        };
  }

  void setProcessControl(ProcessControl processControl) {
    control = processControl;
  }

  void ready() {
    ready = true;
  }

  void notReady() {
    ready = false;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public String reload() throws Refused {
    try {
      List<String> changes = control.reload();
      return "reloaded\n" + String.join("", changes.stream().map(line -> line + "\n").toList());
    } catch (StartException e) {
      throw new Refused(e.getMessage());
    }
  }

  @Override
  public String restart() throws Refused {
    try {
      String message = control.restart();
      drain(RESPONSE_DELAY);
      return message + "\n";
    } catch (StartException e) {
      throw new Refused(e.getMessage());
    }
  }

  /** Stops on a new thread: the caller's threads are closed with Porty. */
  @Override
  public void drain(Duration wait) {
    ready = false;
    Executor delayed =
        CompletableFuture.delayedExecutor(
            wait.toMillis(),
            TimeUnit.MILLISECONDS,
            task -> new Thread(task, "porty-drain").start());
    delayed.execute(control::stop);
  }

  @Override
  public Object plugins() {
    return porty.plugins();
  }
}
