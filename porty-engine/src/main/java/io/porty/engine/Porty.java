package io.porty.engine;

import io.porty.api.mode.SampleRequest;
import io.porty.engine.config.GlobalKeys;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.handoff.SocketHandoff;
import io.porty.engine.plugin.PluginClassLoader;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.runtime.BindFailure;
import io.porty.engine.runtime.ListenerWorker;
import io.porty.net.diagnostics.NettyLogging;
import io.porty.net.listener.ListeningFd;
import io.porty.net.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Porty server, embeddable in any program: {@link #prepare} loads plugins and configuration,
 * {@link #start} binds the listeners, {@link #stop} drains and closes. It is the only entry point
 * of the engine besides {@link ConfigInspector}.
 *
 * <p>Thread-safe. {@code prepare}, {@code start}, {@code reload}, {@code handOver}, {@code stop}
 * and {@code close} block and must not be called on an event loop. Errors meant for the user are
 * {@link StartException}s, whose messages are complete.
 */
public final class Porty implements AutoCloseable {

  private final Engine engine;
  private final AdminCommands commands;
  private final EngineReload reload;
  private final EngineShutdown shutdown;

  private volatile WatchedFiles files;
  private volatile boolean handedOver;

  private Porty(PortyOptions options, Engine engine, WatchedFiles files) {
    this.engine = engine;
    this.files = files;
    this.commands = new AdminCommands(this);
    this.reload = new EngineReload(engine, options, commands);
    this.shutdown = new EngineShutdown(engine);
  }

  /** The version of this build; {@code development} if it does not run from a jar. */
  public static String version() {
    String version = Porty.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Loads the plugins, checks the configuration and creates all components, but binds nothing.
   *
   * @throws StartException with every error that was found
   */
  public static Porty prepare(PortyOptions options) throws StartException {
    NettyLogging.install(PluginClassLoader::pluginOn);
    WatchedFiles files = new WatchedFiles();
    return new Porty(options, Engine.create(options, files), files);
  }

  /** The loaded plugins. */
  List<PluginInfo> plugins() {
    return PluginListing.describe(engine.catalog);
  }

  /**
   * Starts the plugins and binds every listener; from here on Porty serves.
   *
   * @throws StartException if a plugin fails or an address cannot be bound; the caller then closes
   */
  public void start() throws StartException {
    engine.watchPlugins();
    try {
      engine.reloader.start();
    } catch (PluginException e) {
      throw new StartException(StartException.FAILED, e);
    } catch (PluginFault e) {
      throw new StartException(StartException.FAILED, e);
    } catch (BindFailure e) {
      throw EngineReload.bindFailed(e);
    }
    reload.prepareAdmin(engine.reloader.current().config()).commit();
    engine.fdReceiver.serves();
    commands.ready();
    engine.systemd.ready(engine.loops.all(), engine.loopMonitor);
  }

  /**
   * Reads the configuration again and switches to it. Plugins are not loaded again, and {@code
   * transport} and {@code event_loops} keep their values. No connection is dropped: HTTP
   * connections use the new configuration with their next request, TCP connections keep the one
   * they began with.
   *
   * @return what has changed: lines that begin with - and + for listeners, with ~ for keys, and
   *     with ! for warnings, such as a key that needs a restart
   * @throws StartException with every error that was found; nothing has changed then
   */
  public synchronized List<String> reload() throws StartException {
    WatchedFiles read = new WatchedFiles();
    files = read;
    return reload.run(read);
  }

  /**
   * Sets who performs the commands of the admin endpoint. By default Porty reloads and stops by
   * itself and cannot restart.
   */
  public void setProcessControl(ProcessControl control) {
    commands.setProcessControl(control);
  }

  /**
   * Passes the listening sockets to another process. When that process serves, this one stops
   * accepting; {@link #stop} should follow.
   *
   * @param rendezvous path of the Unix domain socket on which the new process fetches the sockets
   *     ({@link PortyOptions#predecessor}), in a directory that no other user may enter
   * @param successor starts the new process and reports whether it is alive
   * @throws StartException if the new process does not get to serve; this one continues
   */
  public synchronized void handOver(Path rendezvous, SocketHandoff.Successor successor)
      throws StartException {
    if (handedOver) {
      throw new StartException(StartException.FAILED, "another process serves already");
    }
    Transport transport = engine.loops.transport();
    if (!transport.supportsFdPassing()) {
      throw new StartException(
          StartException.FAILED,
          "transport \""
              + transport.name()
              + "\" cannot pass its sockets to another process; stop and start Porty, or set transport = \"auto\" on Linux");
    }
    List<ListeningFd> sockets =
        Stream.concat(engine.reloader.sockets().stream(), engine.admin.sockets().stream()).toList();
    try {
      SocketHandoff.to(rendezvous, sockets, engine.reloader.tls().ticketKeys(), successor);
    } catch (IOException e) {
      throw new StartException(StartException.FAILED, e);
    }
    commands.notReady();
    handedOver = true;
    engine.reloader.handedOver();
    engine.admin.handedOver();
  }

  /** The bound address of the admin endpoint, if there is one. */
  public Optional<SocketAddress> adminAddress() {
    return engine.admin.address();
  }

  /**
   * Closes and reopens the files of the access logs by name, after the queued records are written:
   * for log rotation by another program.
   */
  public void reopenLogs() {
    engine.logDispatcher.runAfterQueued(engine.sinks::reopen);
  }

  /** Whether the configuration asks for a reload when its files change ({@code watch = true}). */
  public boolean watchesConfiguration() {
    return engine.reloader.current().config().globals().get(GlobalKeys.WATCH);
  }

  /**
   * The files that the last attempt to read the configuration has read, and the directories that it
   * has searched for included files.
   */
  public Set<Path> configurationFiles() {
    return files.all();
  }

  /** Warnings about the active configuration. */
  public List<String> warnings() {
    return engine.reloader.current().config().warnings();
  }

  /** One line for each listener: where it listens and what it forwards to. */
  public List<String> describe() {
    return ListenerSummary.of(engine.reloader.current());
  }

  /** The bound addresses, in the order of the configuration; without Unix domain sockets. */
  public List<InetSocketAddress> addresses() {
    return engine.reloader.bound().stream()
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .toList();
  }

  /**
   * The transport, why it was chosen, the number of event loops, and who does TLS if anything needs
   * it, as one line.
   */
  public String transport() {
    Transport transport = engine.loops.transport();
    String tls = engine.reloader.tls().providerText();
    return transport.name()
        + " ("
        + transport.reason()
        + "), event loops: "
        + engine.loops.all().size()
        + (tls.isEmpty() ? "" : ", TLS: " + tls);
  }

  /** The number of open client connections. */
  public int openConnections() {
    return engine.reloader.open();
  }

  /**
   * Determines how a request would be routed, without sending it. Starts the routers that it calls;
   * if this Porty was not started, {@link #close} closes them.
   *
   * @param port listening port
   * @param authority value of the Host header
   * @param requestTarget path and query
   * @param headers names in lower case
   * @throws StartException if no route listens on the port, or a plugin fails
   */
  public Explanation explain(
      int port,
      String method,
      String authority,
      String requestTarget,
      Map<String, List<String>> headers)
      throws StartException {
    List<ListenerWorker> workers = engine.reloader.current().workers();
    ListenerWorker worker =
        workers.stream()
            .filter(one -> one.port() == port)
            .findFirst()
            .orElseThrow(() -> noRouteOn(port, workers));
    try {
      return Explainer.explain(
          worker, new SampleRequest("", method, authority, requestTarget, headers));
    } catch (PluginFault e) {
      throw new StartException(StartException.FAILED, e);
    }
  }

  private static StartException noRouteOn(int port, List<ListenerWorker> workers) {
    String ports =
        workers.stream()
            .map(worker -> Integer.toString(worker.port()))
            .collect(Collectors.joining(", "));
    return new StartException(
        StartException.CONFIGURATION,
        "no route listens on port " + port + "\n  Ports with routes: " + ports);
  }

  /**
   * Stops accepting, waits up to the drain timeout for open connections to finish, and closes
   * everything.
   *
   * @return how many connections were closed before they had finished
   */
  public int stop() {
    return shutDown().cut();
  }

  /** As {@link #stop}; also reports what did not stop within its time limit, usually a plugin. */
  public ShutdownReport shutDown() {
    commands.notReady();
    if (!handedOver) {
      engine.systemd.stopping();
    }
    return shutdown.drainAndClose();
  }

  /** Upper bound for the duration of {@link #stop}: the drain timeout plus a few seconds. */
  public Duration stopLimit() {
    return shutdown.limit();
  }

  /**
   * Closes everything without waiting for open connections, within a few seconds even if a plugin
   * hangs. Idempotent.
   */
  @Override
  public void close() {
    shutdown.closeNow();
  }
}
