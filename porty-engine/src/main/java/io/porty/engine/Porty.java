package io.porty.engine;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import io.porty.api.Lifecycle;
import io.porty.api.mode.SampleRequest;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.accesslog.LogSinks;
import io.porty.engine.config.AdminConfig;
import io.porty.engine.config.ConfigException;
import io.porty.engine.config.GlobalKeys;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.control.AdminService;
import io.porty.engine.control.AdminSlot;
import io.porty.engine.control.ReloadCounters;
import io.porty.engine.handoff.FdReceiver;
import io.porty.engine.handoff.SocketHandoff;
import io.porty.engine.handoff.SystemdNotifier;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ShutdownSequence;
import io.porty.engine.observe.metrics.Meters;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginClassLoader;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.runtime.BindFailure;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.engine.runtime.EngineContext;
import io.porty.engine.runtime.ListenerWorker;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.NettyLogging;
import io.porty.net.listener.ListeningFd;
import io.porty.net.transport.EventLoops;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Porty: prepared from plugins and a configuration, then started, then stopped. The one way into
 * the engine. Not for event loops: starting and stopping wait.
 */
public final class Porty implements AutoCloseable {

  /**
   * What the end of everything may take beyond the drain timeout: plugins that close, the last
   * records, the event loops. The unit file gives it 45 s.
   */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

  private static final Diagnostics LOG = Diagnostics.of(Porty.class);

  private final PortyOptions options;
  private final PluginCatalog catalog;
  private final EngineContext context;
  private final ConfigReloader generations;
  private final EventLoops loops;
  private final AsyncLogDispatcher pump;
  private final LogSinks sinks;
  private final ReloadCounters reloads;
  private final AdminService admin;
  private final Meters meters;
  private final AdminCommands operations;
  private final FdReceiver heir;
  private final SystemdNotifier notify;
  private volatile WatchedFiles files;
  private volatile boolean handedOver;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Porty(
      PortyOptions options,
      PluginCatalog catalog,
      EngineContext context,
      WatchedFiles files,
      FdReceiver heir,
      Injector injector) {
    this.files = files;
    this.heir = heir;
    this.notify = SystemdNotifier.of(options.environment());
    this.options = options;
    this.catalog = catalog;
    this.context = context;
    this.generations = injector.getInstance(ConfigReloader.class);
    this.loops = injector.getInstance(EventLoops.class);
    this.pump = injector.getInstance(AsyncLogDispatcher.class);
    this.sinks = injector.getInstance(LogSinks.class);
    this.admin = injector.getInstance(AdminSlot.class);
    this.reloads = injector.getInstance(ReloadCounters.class);
    this.meters = injector.getInstance(Meters.class);
    this.operations = new AdminCommands(this);
  }

  /** The version of this build. */
  public static String version() {
    String version = Porty.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Loads plugins, checks the configuration and builds everything, but binds nothing.
   *
   * @throws StartException with every mistake that was found
   */
  public static Porty prepare(PortyOptions options) throws StartException {
    NettyLogging.install(PluginClassLoader::pluginOn);
    EngineContext context = new EngineContext(version());
    try {
      PluginCatalog catalog =
          new PluginLoader(Porty.class.getClassLoader()).load(options.plugins(), options.more());
      WatchedFiles files = new WatchedFiles();
      PortyConfig config = Bootstrap.read(catalog, context, options, files);
      Transport transport = Bootstrap.transport(config);
      LogSinks sinks = Bootstrap.sinks(config, options);
      FdReceiver heir = Bootstrap.heir(options, transport);
      Injector injector =
          Guice.createInjector(
              Stage.PRODUCTION,
              new EngineModule(catalog, config, context, transport, sinks, heir.inheritance()));
      return new Porty(options, catalog, context, files, heir, injector);
    } catch (CreationException e) {
      context.close();
      throw unwrapped(e);
    } catch (PluginException | ConfigException | IllegalArgumentException e) {
      context.close();
      throw new StartException(StartException.CONFIGURATION, e);
    } catch (StartException e) {
      context.close();
      throw e;
    }
  }

  /**
   * What went wrong while a Porty was put together, without the report of who did that. More than
   * one thing needs what could not be made: each says so, with the same cause.
   */
  private static StartException unwrapped(CreationException failure) {
    Throwable other = failure;
    for (Message message : failure.getErrorMessages()) {
      Throwable cause = message.getCause();
      if (cause instanceof IllegalArgumentException || cause instanceof PluginFault) {
        return new StartException(StartException.CONFIGURATION, cause);
      }
      other = cause == null ? other : cause;
    }
    throw new IllegalStateException(other.toString(), other);
  }

  /** The plugins that this one has loaded. */
  List<PluginInfo> plugins() {
    return PluginListing.describe(catalog);
  }

  /** Binds every listener; from here on traffic flows. */
  public void start() throws StartException {
    try {
      generations.start();
    } catch (PluginException e) {
      throw new StartException(StartException.FAILED, e);
    } catch (PluginFault e) {
      throw new StartException(StartException.FAILED, e);
    } catch (BindFailure e) {
      throw failed(e);
    }
    prepareAdmin(generations.current().config()).commit();
    heir.serves();
    operations.ready();
    notify.ready(loops.all());
  }

  private AdminService.Prepared prepareAdmin(PortyConfig config) throws StartException {
    try {
      return admin.prepare(config.admin(), operations);
    } catch (IOException e) {
      AdminConfig wanted = config.admin().orElseThrow();
      throw failed(BindFailure.ofAdmin(wanted.listen(), e, admin.holder(wanted)));
    }
  }

  private static StartException failed(BindFailure e) {
    return new StartException(e.inUse() ? StartException.ADDRESS_IN_USE : StartException.FAILED, e);
  }

  /**
   * Reads the configuration again and serves by it from now on. PluginListing are not loaded again,
   * and {@code transport} and {@code event_loops} stay. No connection is dropped: HTTP clients go
   * on under the new configuration with their next request, TCP connections as they began. If
   * anything is wrong with it, nothing changes.
   *
   * @return what has changed: lines that begin with - and + for listeners, with ~ for keys, and
   *     with ! for what deserves a word, such as a key that needs a restart
   * @throws StartException with every mistake that was found
   */
  public synchronized List<String> reload() throws StartException {
    List<String> before = describe();
    PortyConfig then = generations.current().config();
    PortyConfig now;
    try {
      WatchedFiles read = new WatchedFiles();
      files = read;
      now = Bootstrap.read(catalog, context, options, read).startedWith(then);
      serve(now);
    } catch (ConfigException e) {
      reloads.count(false);
      throw new StartException(StartException.CONFIGURATION, e);
    } catch (StartException | RuntimeException e) {
      reloads.count(false);
      throw e;
    }
    reloads.count(true);
    now.needsRestart().forEach(line -> LOG.warn("{}", line));
    return ListenerSummary.changes(before, then, describe(), now);
  }

  private void serve(PortyConfig next) throws StartException {
    AdminService.Prepared endpoint = prepareAdmin(next);
    try {
      Bootstrap.openAll(sinks, next);
      generations.reload(next);
      sinks.rotate(next.logRotation());
    } catch (StartException | RuntimeException | PluginException | BindFailure e) {
      endpoint.rollback();
      throw e instanceof StartException start
          ? start
          : new StartException(StartException.FAILED, e);
    } finally {
      sinks.closeUnused();
    }
    endpoint.commit();
    meters.keep(
        next.groups().stream()
            .flatMap(group -> group.routes().stream())
            .map(route -> route.facts().name())
            .collect(Collectors.toSet()));
  }

  /**
   * Who carries out what the admin endpoint is asked for. Without one, Porty reads its
   * configuration and stops by itself.
   */
  public void operatedBy(ProcessControl operator) {
    operations.by(operator);
  }

  /**
   * Hands the listening sockets over to another process. When that serves, this one accepts nobody
   * any more; {@link #stop} should follow.
   *
   * @param meeting where the successor finds this one ({@link PortyOptions#after}): a path in a
   *     folder that nobody else may enter
   * @param successor starts it; answers whether it still lives
   * @throws StartException if it does not come to serve; this one goes on then
   */
  public synchronized void handOver(Path meeting, SocketHandoff.Successor successor)
      throws StartException {
    if (handedOver) {
      throw new StartException(StartException.FAILED, "another process serves already");
    }
    if (!loops.transport().supportsFdPassing()) {
      throw new StartException(
          StartException.FAILED,
          "transport \""
              + loops.transport().name()
              + "\" cannot hand its sockets over; start anew, or set transport = \"auto\" on Linux");
    }
    List<ListeningFd> sockets =
        Stream.concat(generations.sockets().stream(), admin.sockets().stream()).toList();
    try {
      SocketHandoff.to(meeting, sockets, successor);
    } catch (IOException e) {
      throw new StartException(StartException.FAILED, e);
    }
    operations.notReady();
    handedOver = true;
    generations.handedOver();
    admin.handedOver();
  }

  /** Where the admin endpoint is bound, if there is one. */
  public Optional<SocketAddress> adminAddress() {
    return admin.address();
  }

  /**
   * Has the files of the traffic log opened again by their names, behind the records that wait: for
   * a program that has moved them away.
   */
  public void reopenLogs() {
    pump.behindRecords(sinks::reopen);
  }

  /** Whether the configuration wants to be read again when its file changes. */
  public boolean watchesConfiguration() {
    return generations.current().config().globals().get(GlobalKeys.WATCH);
  }

  /**
   * What the configuration was read from when that was last tried: files, and folders in which
   * further ones would be found.
   */
  public Set<Path> configurationFiles() {
    return files.all();
  }

  /** What is allowed but deserves a word at start. */
  public List<String> warnings() {
    return generations.current().config().warnings();
  }

  /** One line for each listener: where it listens and what it forwards to. */
  public List<String> describe() {
    return ListenerSummary.of(generations.current());
  }

  /** The addresses that were bound, in the order of the configuration's listeners. */
  public List<InetSocketAddress> addresses() {
    return generations.bound().stream()
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .toList();
  }

  /** How sockets are driven, and why so: one line. */
  public String transport() {
    Transport transport = loops.transport();
    return transport.name() + " (" + transport.reason() + "), event loops: " + loops.all().size();
  }

  /** Client connections that are open now. */
  public int openConnections() {
    return generations.open();
  }

  /**
   * Says where a request would go, without sending it. The routers that are asked are started; if
   * this Porty has not been, {@link #close} ends them.
   *
   * @param port where it would arrive
   * @param authority the Host that it would carry
   * @param requestTarget path and query
   * @param headers names in lower case
   */
  public Explanation explain(
      int port,
      String method,
      String authority,
      String requestTarget,
      Map<String, List<String>> headers)
      throws StartException {
    ListenerWorker group =
        generations.current().groups().stream()
            .filter(g -> g.port() == port)
            .findFirst()
            .orElseThrow(
                () ->
                    new StartException(
                        StartException.CONFIGURATION,
                        "no route listens on port "
                            + port
                            + "\n  Ports with routes: "
                            + generations.current().groups().stream()
                                .map(g -> Integer.toString(g.port()))
                                .collect(Collectors.joining(", "))));
    try {
      return Explainer.explain(
          group, new SampleRequest("", method, authority, requestTarget, headers));
    } catch (PluginFault e) {
      throw new StartException(StartException.FAILED, e);
    }
  }

  /**
   * Stops: no new connections, open ones may finish within the drain timeout, then everything is
   * closed.
   *
   * @return how many connections had to be cut
   */
  public int stop() {
    return shutDown().cut();
  }

  /** As {@link #stop}, and says what did not come back in time: mostly that is a plugin's. */
  public ShutdownReport shutDown() {
    ShutdownSequence ending =
        new ShutdownSequence(Deadline.in(generations.drainTimeout().plus(EXIT_LIMIT)));
    operations.notReady();
    if (!handedOver) {
      notify.stopping();
    }
    int cut = generations.drain(ending);
    close(ending);
    return new ShutdownReport(cut, ending.late());
  }

  /**
   * By when {@link #stop} has returned at the latest, counted from its call: the drain timeout and
   * a few seconds.
   */
  public Duration stopLimit() {
    return generations.drainTimeout().plus(EXIT_LIMIT);
  }

  /** Closes everything at once, within some seconds whatever plugins do. Idempotent. */
  @Override
  public void close() {
    close(
        new ShutdownSequence(
            Deadline.in(Duration.ofSeconds(Lifecycle.DEADLINE_SECONDS).plus(EXIT_LIMIT))));
  }

  private void close(ShutdownSequence ending) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ending.step("the admin endpoint", admin::close);
    generations.close(ending);
    if (!loops.close(ending.share())) {
      ending.late("the event loops");
    }
    if (!pump.close(ending.share())) {
      ending.late(ShutdownReport.TRAFFIC_LOG);
      pump.strangersLate().forEach(ending::late);
    }
    generations.release(ending);
    ending.step("the traffic log's files", this::closeSinks);
    ending.step("the rest", this::closeRest);
    Diagnostics.flush(ending.share());
  }

  private void closeSinks() {
    generations.releaseSinks();
    sinks.close();
  }

  private void closeRest() {
    context.close();
    heir.close();
    notify.close();
  }
}
