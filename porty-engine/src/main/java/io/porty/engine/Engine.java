package io.porty.engine;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.accesslog.LogSinks;
import io.porty.engine.config.ConfigException;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.control.AdminService;
import io.porty.engine.control.AdminSlot;
import io.porty.engine.control.ReloadCounters;
import io.porty.engine.handoff.FdReceiver;
import io.porty.engine.handoff.SystemdNotifier;
import io.porty.engine.observe.loops.BlockedLoopDetector;
import io.porty.engine.observe.loops.EventLoopMonitor;
import io.porty.engine.observe.metrics.Meters;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.engine.runtime.EngineContext;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transport;

/**
 * The components of a Porty, created in this order: plugins, configuration, transport and log
 * outputs, inherited sockets, then the object graph of {@link EngineModule}. Nothing is bound or
 * started by creating them.
 */
final class Engine {

  final PluginCatalog catalog;
  final EngineContext context;
  final FdReceiver fdReceiver;
  final SystemdNotifier systemd;
  final ConfigReloader reloader;
  final EventLoops loops;
  final AsyncLogDispatcher logDispatcher;
  final LogSinks sinks;
  final AdminService admin;
  final ReloadCounters reloads;
  final Meters meters;
  final EventLoopMonitor loopMonitor;

  private Engine(
      PluginCatalog catalog,
      EngineContext context,
      FdReceiver fdReceiver,
      SystemdNotifier systemd,
      Injector injector) {
    this.catalog = catalog;
    this.context = context;
    this.fdReceiver = fdReceiver;
    this.systemd = systemd;
    this.reloader = injector.getInstance(ConfigReloader.class);
    this.loops = injector.getInstance(EventLoops.class);
    this.logDispatcher = injector.getInstance(AsyncLogDispatcher.class);
    this.sinks = injector.getInstance(LogSinks.class);
    this.admin = injector.getInstance(AdminSlot.class);
    this.reloads = injector.getInstance(ReloadCounters.class);
    this.meters = injector.getInstance(Meters.class);
    this.loopMonitor = injector.getInstance(EventLoopMonitor.class);
  }

  /**
   * Creates the components.
   *
   * @param files receives the configuration files that are read, also if they contain errors
   * @throws StartException with every error that was found
   */
  static Engine create(PortyOptions options, WatchedFiles files) throws StartException {
    EngineContext context = new EngineContext(Porty.version());
    try {
      PluginCatalog catalog =
          new PluginLoader(Porty.class.getClassLoader()).load(options.plugins(), options.more());
      PortyConfig config = Bootstrap.read(catalog, context, options, files, null);
      Transport transport = Bootstrap.transport(config);
      LogSinks sinks = Bootstrap.sinks(config, options);
      FdReceiver fdReceiver = Bootstrap.receiveSockets(options, transport);
      Injector injector =
          Guice.createInjector(
              Stage.PRODUCTION,
              new EngineModule(catalog, config, context, transport, sinks, fdReceiver));
      SystemdNotifier systemd = SystemdNotifier.of(options.environment());
      return new Engine(catalog, context, fdReceiver, systemd, injector);
    } catch (CreationException e) {
      context.close();
      throw unwrap(e);
    } catch (PluginException | ConfigException | IllegalArgumentException e) {
      context.close();
      throw new StartException(StartException.CONFIGURATION, e);
    } catch (StartException e) {
      context.close();
      throw e;
    }
  }

  /** Has event loops watched if there are third-party plugins, which could block them. */
  void watchPlugins() {
    if (catalog.plugins().stream().anyMatch(plugin -> !plugin.origin().shipped())) {
      loopMonitor.add(new BlockedLoopDetector());
      Diagnostics.prepare();
    }
  }

  /**
   * The cause of a failed injection without Guice's report, which repeats the cause for each object
   * that depends on the failed one.
   */
  private static StartException unwrap(CreationException failure) {
    Throwable unexpected = failure;
    for (Message message : failure.getErrorMessages()) {
      Throwable cause = message.getCause();
      if (cause instanceof IllegalArgumentException || cause instanceof PluginFault) {
        return new StartException(StartException.CONFIGURATION, cause);
      }
      unexpected = cause == null ? unexpected : cause;
    }
    throw new IllegalStateException(unexpected.toString(), unexpected);
  }
}
