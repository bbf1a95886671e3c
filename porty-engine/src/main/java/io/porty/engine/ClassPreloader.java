package io.porty.engine;

import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.NettyLogging;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transports;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads classes that a start needs, on two daemon threads, while the main thread parses the command
 * line. It reduces the time until the first port is bound by a third. Call {@link #await} before
 * using the engine: concurrent initialisation of the same classes in a different order can
 * deadlock.
 */
public final class ClassPreloader {

  private final List<Thread> threads;

  private ClassPreloader(Runnable... tasks) {
    this.threads = Stream.of(tasks).map(ClassPreloader::start).toList();
  }

  /** Starts loading and returns at once. */
  public static ClassPreloader begin() {
    return new ClassPreloader(ClassPreloader::network, ClassPreloader::wiring);
  }

  /** A preloader that loads nothing. */
  public static ClassPreloader none() {
    return new ClassPreloader();
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(() -> ignoreFailure(task), "porty-head-start");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void network() {
    NettyLogging.install(PluginClassLoader::pluginOn);
    new EventLoops(Transports.choose("auto"), 1).close();
  }

  private static void wiring() {
    EngineModule.load();
  }

  /** Ignores failures: the engine meets the same failure when it uses the class, and reports it. */
  private static void ignoreFailure(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      // Reported by the engine.
    }
  }

  /** Blocks until all classes are loaded. */
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
