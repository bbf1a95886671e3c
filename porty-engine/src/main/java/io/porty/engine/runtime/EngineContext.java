package io.porty.engine.runtime;

import io.porty.api.PluginContext;
import io.porty.api.listener.Listener;
import io.porty.engine.observe.loops.EventLoopStallMonitor;
import io.porty.engine.plugin.LoadedPlugin;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginThreads;
import io.porty.engine.startup.ReservedFileDescriptors;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.dial.NameResolver;
import io.porty.net.dial.OwnConnections;
import io.porty.net.listener.GlobalConnectionLimit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The surroundings that plugins get; owns the threads for waiting work: some for Porty and what
 * comes with it, some for each plugin of others. Thread-safe.
 */
public final class EngineContext implements PluginContext, PluginContexts, AutoCloseable {

  private static final int MAX_THREADS = 16;
  private static final int MAX_THREADS_OF_PLUGIN = 8;

  private final String version;
  private final PluginThreads blocking =
      new PluginThreads("porty-blocking", MAX_THREADS, EngineContext.class.getClassLoader());
  private final PluginThreads lookups =
      new PluginThreads(
          "porty-names", NameResolver.maxThreads(), EngineContext.class.getClassLoader());
  private final OwnConnections connections = new OwnConnections();
  private final Map<LoadedPlugin, OfPlugin> plugins = new ConcurrentHashMap<>();
  private final InternalErrors errors = new InternalErrors();
  private final AtomicLong ids = new AtomicLong(1);
  private final EventLoopStallMonitor stalls = new EventLoopStallMonitor();
  private final Set<Listener> listening = new CopyOnWriteArraySet<>();
  private final GlobalConnectionLimit admission = GlobalConnectionLimit.ofProcess();
  private final ReservedFileDescriptors spare = new ReservedFileDescriptors();

  public EngineContext(String version) {
    this.version = version;
  }

  private record OfPlugin(String portyVersion, PluginThreads threads) implements PluginContext {
    @Override
    public Executor blocking() {
      return threads;
    }
  }

  @Override
  public PluginContext of(LoadedPlugin plugin) {
    return plugin.origin().shipped() ? this : plugins.computeIfAbsent(plugin, this::stranger);
  }

  private OfPlugin stranger(LoadedPlugin plugin) {
    Path place = Path.of(plugin.origin().jar()).getFileName();
    return new OfPlugin(
        version,
        new PluginThreads(
            "porty-plugin-" + place,
            MAX_THREADS_OF_PLUGIN,
            plugin.plugin().getClass().getClassLoader()));
  }

  @Override
  public String portyVersion() {
    return version;
  }

  @Override
  public Executor blocking() {
    return blocking;
  }

  /** Made by this Porty, for noticing rings. */
  public OwnConnections connections() {
    return connections;
  }

  /** Porty's own faults. */
  public InternalErrors errors() {
    return errors;
  }

  /** For names that are being looked up, and nothing else. */
  public Executor lookups() {
    return lookups;
  }

  long reserve(int count) {
    return ids.getAndAdd(count);
  }

  /** Of all listening addresses together. */
  public GlobalConnectionLimit admission() {
    return admission;
  }

  EventLoopStallMonitor stalls() {
    return stalls;
  }

  void listening(Listener listener) {
    listening.add(listener);
  }

  void notListening(Listener listener) {
    listening.remove(listener);
  }

  /**
   * Says something when there may be no descriptor left, in the background. A Porty that has
   * nothing to say goes without its logging backend, which takes memory and is loaded here then;
   * meanwhile nobody accepts, or the spare descriptors would go to clients.
   */
  void sayWithoutDescriptors(Runnable saying) {
    listening.forEach(Listener::pause);
    try {
      blocking.execute(
          () -> {
            try {
              spare.spend(saying);
            } finally {
              listening.forEach(Listener::resume);
            }
          });
    } catch (RejectedExecutionException e) {
      listening.forEach(Listener::resume);
    }
  }

  @Override
  public void close() {
    blocking.close();
    lookups.close();
    spare.close();
    plugins.values().forEach(p -> p.threads().close());
  }
}
