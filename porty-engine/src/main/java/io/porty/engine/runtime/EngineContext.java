package io.porty.engine.runtime;

import io.porty.api.PluginContext;
import io.porty.api.listener.Listener;
import io.porty.engine.plugin.LoadedPlugin;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginThreads;
import io.porty.engine.startup.ReservedFileDescriptors;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.dial.NameResolver;
import io.porty.net.dial.OwnConnections;
import io.porty.net.listener.GlobalConnectionLimit;
import io.porty.net.opening.HandshakeLog;
import io.porty.net.opening.ProxyLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The context shared by the whole engine, and the {@link PluginContext} of the plugins shipped with
 * Porty. Owns the threads for blocking work: one pool for Porty and the shipped plugins, and one
 * for each third-party plugin. Thread-safe.
 */
public final class EngineContext implements PluginContext, PluginContexts, AutoCloseable {

  private static final int MAX_THREADS = 16;
  private static final int MAX_THREADS_PER_PLUGIN = 8;

  private final String version;
  private final PluginThreads blocking =
      new PluginThreads("porty-blocking", MAX_THREADS, EngineContext.class.getClassLoader());
  private final PluginThreads lookups =
      new PluginThreads(
          "porty-names", NameResolver.maxThreads(), EngineContext.class.getClassLoader());
  private final OwnConnections connections = new OwnConnections();
  private final Map<LoadedPlugin, ThirdPartyContext> plugins = new ConcurrentHashMap<>();
  private final InternalErrors errors = new InternalErrors();
  private final AtomicLong ids = new AtomicLong(1);
  private volatile @Nullable HandshakeLog handshakeLog;
  private volatile @Nullable ProxyLog proxyLog;
  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();
  private final GlobalConnectionLimit admission = GlobalConnectionLimit.ofProcess();
  private final ReservedFileDescriptors reservedDescriptors = new ReservedFileDescriptors();

  public EngineContext(String version) {
    this.version = version;
  }

  private record ThirdPartyContext(String portyVersion, PluginThreads threads)
      implements PluginContext {
    @Override
    public Executor blocking() {
      return threads;
    }
  }

  @Override
  public PluginContext of(LoadedPlugin plugin) {
    return plugin.origin().shipped() ? this : plugins.computeIfAbsent(plugin, this::newContext);
  }

  private ThirdPartyContext newContext(LoadedPlugin plugin) {
    Path file = Path.of(plugin.origin().jar()).getFileName();
    return new ThirdPartyContext(
        version,
        new PluginThreads(
            "porty-plugin-" + file,
            MAX_THREADS_PER_PLUGIN,
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

  /** The connections that this Porty has opened, to detect forwarding loops. */
  public OwnConnections connections() {
    return connections;
  }

  /** Reports failures of Porty's own code. */
  public InternalErrors errors() {
    return errors;
  }

  /** The executor for DNS look-ups, which must not wait for other blocking work. */
  public Executor lookups() {
    return lookups;
  }

  long reserveIds(int count) {
    return ids.getAndAdd(count);
  }

  /** The connection limit of all listening addresses together. */
  public GlobalConnectionLimit admission() {
    return admission;
  }

  /** Logs failed handshakes; made with the first one. */
  HandshakeLog handshakeLog() {
    HandshakeLog log = handshakeLog;
    if (log == null) {
      log = new HandshakeLog();
      handshakeLog = log;
    }
    return log;
  }

  /** Logs missing and malformed PROXY headers; made with the first one. */
  ProxyLog proxyLog() {
    ProxyLog log = proxyLog;
    if (log == null) {
      log = new ProxyLog();
      proxyLog = log;
    }
    return log;
  }

  void addListener(Listener listener) {
    listeners.add(listener);
  }

  void removeListener(Listener listener) {
    listeners.remove(listener);
  }

  /**
   * Runs a log action in the background while the process may be out of file descriptors. The first
   * log message loads the logging backend, which opens files, so the reserved descriptors are freed
   * for it. All listeners are paused meanwhile: otherwise new connections would take them.
   */
  void logUnderFdExhaustion(Runnable logAction) {
    listeners.forEach(Listener::pause);
    try {
      blocking.execute(
          () -> {
            try {
              reservedDescriptors.runWithReserve(logAction);
            } finally {
              listeners.forEach(Listener::resume);
            }
          });
    } catch (RejectedExecutionException e) {
      listeners.forEach(Listener::resume);
    }
  }

  @Override
  public void close() {
    blocking.close();
    lookups.close();
    reservedDescriptors.close();
    plugins.values().forEach(p -> p.threads().close());
  }
}
