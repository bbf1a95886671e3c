package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.diagnostics.StackText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Detects plugins that block an event loop. A daemon thread {@code porty-watch} submits a task to
 * every loop ten times a second; if one is not run in time, the stack of the loop's thread shows
 * which plugin blocks it, and that is logged, at most once a minute for each plugin. Used only with
 * third-party plugins.
 */
public final class BlockedLoopDetector implements AutoCloseable {

  private static final Diagnostics LOG = Diagnostics.of(BlockedLoopDetector.class);

  static final long BLOCKED_MILLIS = 200;
  private static final long CHECK_INTERVAL_MILLIS = 100;
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final List<Heartbeat> heartbeats;
  private final Map<String, RateLimitedLog> logs = new HashMap<>();
  private final Thread thread = new Thread(this::run, "porty-watch");

  public BlockedLoopDetector(List<EventLoop> loops) {
    this.heartbeats = loops.stream().map(Heartbeat::new).toList();
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** The heartbeat of one event loop. */
  private static final class Heartbeat {
    private final EventLoop loop;
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile boolean pending;
    private long requestedMillis;

    Heartbeat(EventLoop loop) {
      this.loop = loop;
    }

    void request(long now) {
      pending = true;
      requestedMillis = now;
      loop.execute(
          () -> {
            runner.set(Thread.currentThread());
            pending = false;
          });
    }
  }

  private void run() {
    try {
      while (!heartbeats.isEmpty()) {
        long now = System.nanoTime() / 1_000_000;
        for (Heartbeat heartbeat : heartbeats) {
          if (!heartbeat.pending) {
            heartbeat.request(now);
          } else if (now - heartbeat.requestedMillis >= BLOCKED_MILLIS) {
            inspect(heartbeat, now);
          }
        }
        Thread.sleep(CHECK_INTERVAL_MILLIS);
      }
    } catch (InterruptedException | java.util.concurrent.RejectedExecutionException e) {
      // Porty is shutting down.
    }
  }

  private void inspect(Heartbeat heartbeat, long now) {
    Thread runner = heartbeat.runner.get();
    if (runner == null) {
      return;
    }
    StackTraceElement[] stack = runner.getStackTrace();
    Optional<String> plugin = PluginClassLoader.pluginOn(stack);
    if (plugin.isEmpty() || !heartbeat.pending) {
      return;
    }
    logs.computeIfAbsent(plugin.get(), p -> new RateLimitedLog(LOG, LOG_INTERVAL))
        .warn(
            "plugin {} has blocked the event loop {} for {} ms; every connection on it waits."
                + " Run blocking work on context.blocking() and return RouteAnswer.Async. Its stack:{}",
            plugin.get(),
            runner.getName(),
            now - heartbeat.requestedMillis,
            new Diagnostics.Lines(StackText.of(stack)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
