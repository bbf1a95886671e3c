package io.porty.engine;

import io.porty.api.Lifecycle;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ShutdownSequence;
import io.porty.net.diagnostics.Diagnostics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the components of an {@link Engine} in reverse order of their dependencies, each within a
 * time limit. Thread-safe; only the first call closes.
 */
final class EngineShutdown {

  /**
   * Time limit beyond the drain timeout: closing plugins, writing the last records, stopping the
   * event loops. The systemd unit file allows 45 s in total.
   */
  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(5);

  private final Engine engine;
  private final AtomicBoolean closed = new AtomicBoolean();

  EngineShutdown(Engine engine) {
    this.engine = engine;
  }

  /** The time limit of a drain with all that follows it. */
  Duration limit() {
    return engine.reloader.drainTimeout().plus(EXIT_TIMEOUT);
  }

  /** Drains the connections, then closes everything. */
  ShutdownReport drainAndClose() {
    ShutdownSequence sequence = new ShutdownSequence(Deadline.in(limit()));
    int cut = engine.reloader.drain(sequence);
    close(sequence);
    return new ShutdownReport(cut, sequence.unfinished());
  }

  /** Closes everything without a drain. */
  void closeNow() {
    Duration limit = Duration.ofSeconds(Lifecycle.DEADLINE_SECONDS).plus(EXIT_TIMEOUT);
    close(new ShutdownSequence(Deadline.in(limit)));
  }

  private void close(ShutdownSequence sequence) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    sequence.step("the admin endpoint", engine.admin::close);
    engine.reloader.close(sequence);
    engine.loopMonitor.close();
    if (!engine.loops.close(sequence.stepMillis())) {
      sequence.addUnfinished("the event loops");
    }
    if (!engine.logDispatcher.close(sequence.stepMillis())) {
      sequence.addUnfinished(ShutdownReport.ACCESS_LOG);
      engine.logDispatcher.latePlugins().forEach(sequence::addUnfinished);
    }
    engine.reloader.release(sequence);
    sequence.step("the access log's files", this::closeSinks);
    sequence.step("the rest", this::closeRest);
    Diagnostics.flush(sequence.stepMillis());
  }

  private void closeSinks() {
    engine.reloader.releaseSinks();
    engine.sinks.close();
  }

  private void closeRest() {
    engine.context.close();
    engine.fdReceiver.close();
    engine.systemd.close();
  }
}
