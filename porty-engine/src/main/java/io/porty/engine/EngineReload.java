package io.porty.engine;

import io.porty.engine.config.AdminConfig;
import io.porty.engine.config.ConfigException;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.control.AdminService;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.runtime.BindFailure;
import io.porty.net.diagnostics.Diagnostics;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the configuration again and replaces what runs, including the admin endpoint and the log
 * outputs. Either all of it changes or nothing. For one call at a time.
 */
final class EngineReload {

  private static final Diagnostics LOG = Diagnostics.of(EngineReload.class);

  private final Engine engine;
  private final PortyOptions options;
  private final AdminCommands commands;

  EngineReload(Engine engine, PortyOptions options, AdminCommands commands) {
    this.engine = engine;
    this.options = options;
    this.commands = commands;
  }

  /**
   * Performs the reload.
   *
   * @param files receives the files that are read, also if they contain errors
   * @return what has changed, as {@link ListenerSummary#changes} formats it
   * @throws StartException with every error that was found; nothing has changed then
   */
  List<String> run(WatchedFiles files) throws StartException {
    List<String> before = ListenerSummary.of(engine.reloader.current());
    PortyConfig previous = engine.reloader.current().config();
    PortyConfig next;
    try {
      next =
          Bootstrap.read(engine.catalog, engine.context, options, files, previous)
              .startedWith(previous);
      apply(next);
    } catch (ConfigException e) {
      engine.reloads.count(false);
      throw new StartException(StartException.CONFIGURATION, e);
    } catch (StartException | RuntimeException e) {
      engine.reloads.count(false);
      throw e;
    }
    engine.reloads.count(true);
    next.needsRestart().forEach(line -> LOG.warn("{}", line));
    return ListenerSummary.changes(
        before, previous, ListenerSummary.of(engine.reloader.current()), next);
  }

  private void apply(PortyConfig next) throws StartException {
    AdminService.Prepared endpoint = prepareAdmin(next);
    try {
      Bootstrap.openAll(engine.sinks, next);
      engine.reloader.reload(next);
      engine.sinks.rotate(next.logRotation());
    } catch (StartException | RuntimeException | PluginException | BindFailure e) {
      endpoint.rollback();
      throw e instanceof StartException start
          ? start
          : new StartException(StartException.FAILED, e);
    } finally {
      engine.sinks.closeUnused();
    }
    endpoint.commit();
    engine.meters.keep(
        next.groups().stream()
            .flatMap(group -> group.routes().stream())
            .map(route -> route.facts().name())
            .collect(Collectors.toSet()));
  }

  /** Binds the admin endpoint of a configuration; the result is committed or rolled back. */
  AdminService.Prepared prepareAdmin(PortyConfig config) throws StartException {
    try {
      return engine.admin.prepare(config.admin(), commands);
    } catch (IOException e) {
      AdminConfig requested = config.admin().orElseThrow();
      throw bindFailed(BindFailure.ofAdmin(requested.listen(), e, engine.admin.holder(requested)));
    }
  }

  static StartException bindFailed(BindFailure e) {
    return new StartException(e.inUse() ? StartException.ADDRESS_IN_USE : StartException.FAILED, e);
  }
}
