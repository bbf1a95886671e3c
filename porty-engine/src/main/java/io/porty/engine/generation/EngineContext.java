package io.porty.engine.generation;

import io.porty.api.PluginContext;
import io.porty.engine.flight.StallWatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** The surroundings that every plugin gets; owns the threads for waiting work. */
public final class EngineContext implements PluginContext, AutoCloseable {

  private static final int MOST_THREADS = 16;
  private static final int MOST_WAITING = 4096;

  private final String version;
  private final ThreadPoolExecutor blocking;
  private final StallWatch stalls = new StallWatch();
  private volatile boolean loggingLoaded;

  public EngineContext(String version) {
    this.version = version;
    AtomicInteger count = new AtomicInteger();
    this.blocking =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "porty-blocking-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.blocking.allowCoreThreadTimeOut(true);
  }

  @Override
  public String portyVersion() {
    return version;
  }

  @Override
  public Executor blocking() {
    return blocking;
  }

  StallWatch stalls() {
    return stalls;
  }

  /**
   * Has the logging backend loaded, in the background, with the first connection: a Porty that
   * nobody has connected to goes without it, and a busy one does not have to load it when it has
   * run out of descriptors.
   */
  void expectTraffic() {
    if (!loggingLoaded) {
      loggingLoaded = true;
      blocking.execute(() -> LoggerFactory.getLogger("porty"));
    }
  }

  @Override
  public void close() {
    blocking.shutdownNow();
  }
}
