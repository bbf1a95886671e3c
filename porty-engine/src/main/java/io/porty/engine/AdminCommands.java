package io.porty.engine;

import io.porty.engine.control.AdminActions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What the admin endpoint has a Porty, or whoever runs it, do. Thread-safe. */
final class AdminCommands implements AdminActions {

  /** So that who has asked hears of it before the process ends. */
  private static final Duration ANSWER_FIRST = Duration.ofMillis(100);

  private final Porty porty;
  private volatile boolean ready;
  private volatile ProcessControl operator;

  AdminCommands(Porty porty) {
    this.porty = porty;
    this.operator =
        new ProcessControl() {
          @Override
          public List<String> reload() throws StartException {
            return porty.reload();
          }

          @Override
          public String restart() throws StartException {
            throw new StartException(
                StartException.FAILED, "whoever started this Porty has to start the next one");
          }

          @Override
          public void stop() {
            porty.stop();
          }
        };
  }

  void by(ProcessControl other) {
    operator = other;
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
      List<String> changes = operator.reload();
      return "reloaded\n" + String.join("", changes.stream().map(line -> line + "\n").toList());
    } catch (StartException e) {
      throw new Refused(e.getMessage());
    }
  }

  @Override
  public String restart() throws Refused {
    try {
      String done = operator.restart();
      drain(ANSWER_FIRST);
      return done + "\n";
    } catch (StartException e) {
      throw new Refused(e.getMessage());
    }
  }

  /** In a thread of its own: what asks for it ends with Porty. */
  @Override
  public void drain(Duration wait) {
    ready = false;
    Executor later =
        CompletableFuture.delayedExecutor(
            wait.toMillis(),
            TimeUnit.MILLISECONDS,
            task -> new Thread(task, "porty-drain").start());
    later.execute(operator::stop);
  }

  @Override
  public Object plugins() {
    return porty.plugins();
  }
}
