package io.porty.engine;

import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.NettyLogging;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transports;
import java.util.List;
import java.util.stream.Stream;
import org.tomlj.Toml;

/**
 * Loads what a start will need while the command line is still being read, on cores that would be
 * idle: a third less time until the first port is bound. Wait for its end before the engine is
 * used: two threads that initialise the same classes from different ends can lock each other out.
 */
public final class ClassPreloader {

  private final List<Thread> threads;

  private ClassPreloader(Runnable... tasks) {
    this.threads = Stream.of(tasks).map(ClassPreloader::start).toList();
  }

  /** Begins; returns at once. */
  public static ClassPreloader begin() {
    return new ClassPreloader(ClassPreloader::network, ClassPreloader::wiring);
  }

  /** Nothing is loaded ahead. */
  public static ClassPreloader none() {
    return new ClassPreloader();
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(() -> quietly(task), "porty-head-start");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void network() {
    NettyLogging.install(PluginClassLoader::pluginOn);
    new EventLoops(Transports.choose("auto"), 1).close();
  }

  private static void wiring() {
    Toml.parse("a = [1, \"b\"]\n[[c]]\nd = true");
    EngineModule.load();
  }

  /** What is missing or broken will be missed again, and then reported, by who needs it. */
  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      // See above.
    }
  }

  /** Waits until everything is loaded. */
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
