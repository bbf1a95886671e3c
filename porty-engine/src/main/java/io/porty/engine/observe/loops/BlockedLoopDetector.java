package io.porty.engine.observe.loops;

import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.diagnostics.StackText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Detects plugins that block an event loop: while a probe is overdue, the stack of the loop's
 * thread shows which plugin blocks it, and that is logged, at most once a minute for each plugin.
 * Used only with third-party plugins.
 */
public final class BlockedLoopDetector implements EventLoopListener {

  private static final Diagnostics LOG = Diagnostics.of(BlockedLoopDetector.class);

  static final long BLOCKED_MILLIS = 200;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  /** Of the monitor's thread. */
  private final Map<String, RateLimitedLog> logs = new HashMap<>();

  @Override
  public long intervalNanos() {
    return INTERVAL_NANOS;
  }

  @Override
  public void overdue(LoopProbe probe) {
    long millis = TimeUnit.NANOSECONDS.toMillis(probe.waitingNanos());
    Thread runner = probe.thread();
    if (runner == null || millis < BLOCKED_MILLIS) {
      return;
    }
    StackTraceElement[] stack = runner.getStackTrace();
    Optional<String> plugin = PluginClassLoader.pluginOn(stack);
    if (plugin.isEmpty() || !probe.isPending()) {
      return;
    }
    logs.computeIfAbsent(plugin.get(), p -> new RateLimitedLog(LOG, LOG_INTERVAL))
        .warn(
            "plugin {} has blocked the event loop {} for {} ms; every connection on it waits."
                + " Run blocking work on context.blocking() and return RouteAnswer.Async. Its stack:{}",
            plugin.get(),
            runner.getName(),
            millis,
            new Diagnostics.Lines(StackText.of(stack)));
  }
}
