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
 * Finds plugins that keep an event loop waiting. Asks every loop a few times a second for a sign of
 * life; where none comes, the loop's stack says whose code runs. Costs requests nothing; only made
 * where there are plugins that did not come with Porty.
 */
public final class BlockedLoopDetector implements AutoCloseable {

  private static final Diagnostics LOG = Diagnostics.of(BlockedLoopDetector.class);

  static final long LATE_MILLIS = 200;
  private static final long EVERY_MILLIS = 100;
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final List<Pulse> pulses;
  private final Map<String, RateLimitedLog> logs = new HashMap<>();
  private final Thread thread = new Thread(this::run, "porty-watch");

  public BlockedLoopDetector(List<EventLoop> loops) {
    this.pulses = loops.stream().map(Pulse::new).toList();
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** One loop's sign of life. */
  private static final class Pulse {
    private final EventLoop loop;
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile boolean asked;
    private long askedAt;

    Pulse(EventLoop loop) {
      this.loop = loop;
    }

    void ask(long now) {
      asked = true;
      askedAt = now;
      loop.execute(
          () -> {
            runner.set(Thread.currentThread());
            asked = false;
          });
    }
  }

  private void run() {
    try {
      while (!pulses.isEmpty()) {
        long now = System.nanoTime() / 1_000_000;
        for (Pulse pulse : pulses) {
          if (!pulse.asked) {
            pulse.ask(now);
          } else if (now - pulse.askedAt >= LATE_MILLIS) {
            look(pulse, now);
          }
        }
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException | java.util.concurrent.RejectedExecutionException e) {
      // Porty ends.
    }
  }

  private void look(Pulse pulse, long now) {
    Thread runner = pulse.runner.get();
    if (runner == null) {
      return;
    }
    StackTraceElement[] stack = runner.getStackTrace();
    Optional<String> plugin = PluginClassLoader.pluginOn(stack);
    if (plugin.isEmpty() || !pulse.asked) {
      return;
    }
    logs.computeIfAbsent(plugin.get(), p -> new RateLimitedLog(LOG, INTERVAL))
        .warn(
            "plugin {} keeps the event loop {} waiting, for {} ms now; every connection on it waits."
                + " Work that waits belongs into context.blocking(), with an answer Later. It is here:{}",
            plugin.get(),
            runner.getName(),
            now - pulse.askedAt,
            new Diagnostics.Lines(StackText.of(stack)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
