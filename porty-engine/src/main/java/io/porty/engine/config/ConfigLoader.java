package io.porty.engine.config;

import io.porty.engine.accesslog.LogRotation;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file into a {@link PortyConfig}, or fails with all errors in it. */
public final class ConfigLoader {

  /** The list of routes; errors in its shape are reported where it is read. */
  static final String ROUTES = "routes";

  /** Heap that a route occupies while it is checked and served; measured. */
  private static final long ROUTE_BYTES = 11_000;

  private final PluginCatalog catalog;
  private final PluginContexts contexts;
  private final Map<String, String> environment;
  private final WatchedFiles files;
  private final @Nullable ConfiguredCertificates former;

  /**
   * @param environment the values of <code>${NAME}</code>
   * @param files receives every file that is read, also if it contains errors
   * @param former certificates of the configuration that serves now; null without one
   */
  public ConfigLoader(
      PluginCatalog catalog,
      PluginContexts contexts,
      Map<String, String> environment,
      WatchedFiles files,
      @Nullable ConfiguredCertificates former) {
    this.catalog = catalog;
    this.contexts = contexts;
    this.environment = environment;
    this.files = files;
    this.former = former;
  }

  public PortyConfig load(Path file, Overrides overrides) throws ConfigException {
    String text = ConfigFiles.text(file, files);
    ConfigText source = ConfigText.of(file.toString(), text);
    ConfigReadContext reading = ConfigReadContext.of(source, environment, files);
    try {
      TomlReader.Result toml = ConfigFiles.read(file, source, text, reading);
      return configuration(source, toml, overrides, reading);
    } finally {
      reading.room().close();
    }
  }

  /** The configuration without a file, from the command line only. */
  public PortyConfig withoutFile(Overrides overrides) throws ConfigException {
    ConfigText source = ConfigText.of("command line", "");
    ConfigReadContext reading = ConfigReadContext.of(source, environment, files);
    if (GlobalKeys.OF_MAIN.stream().noneMatch(overrides::has)) {
      throw new ConfigException(
          "no configuration was found\n"
              + "  Write one with: porty generate-config > config.toml, name it with --config,"
              + " or say what to forward: porty --listen-port 8080 --target-port 3000");
    }
    return configuration(
        source, new TomlReader.Result(new ConfigTable(), false), overrides, reading);
  }

  private PortyConfig configuration(
      ConfigText source, TomlReader.Result toml, Overrides overrides, ConfigReadContext reading)
      throws ConfigException {
    Problems problems = reading.problems();
    RenamedKeys.apply(toml.table(), reading);
    TomlSettings top =
        new TomlSettings(toml.table(), "", new ConfigPosition(source, 0, 0), reading);
    Set<String> tablesAtTop = new HashSet<>(catalog.accessLogs().keySet());
    tablesAtTop.add(ROUTES);
    tablesAtTop.add(ListenerTables.LISTENERS);
    tablesAtTop.add(AdminConfig.TABLE);
    tablesAtTop.addAll(catalog.certificateSources().names());
    top.rejectUnknown(
        GlobalKeys.ALL, tablesAtTop, key -> KeyOwner.of(key, catalog.modes().values()));
    top.readAll(GlobalKeys.ALL);
    Globals globals = new Globals(top, overrides, reading);
    for (String log : globals.get(GlobalKeys.LOG_FORMAT)) {
      CatalogLookup.find(top, GlobalKeys.LOG_FORMAT, log, catalog.accessLogs(), "log format");
    }
    List<RouteReader> readers = new ArrayList<>();
    List<ConfigValue> tables = tables(toml.table(), top, ROUTES, "route");
    ListenerTables listeners = new ListenerTables(catalog, globals, toml.broken());
    listeners.read(tables(toml.table(), top, ListenerTables.LISTENERS, "listener"));
    if (!HeapCheck.has(tables.size() * ROUTE_BYTES)) {
      throw new ConfigException(
          source.name()
              + ": has "
              + tables.size()
              + " routes, which need more memory than is free, about "
              + ((tables.size() * ROUTE_BYTES) >> 20)
              + " MiB\n  Give Porty a larger heap: PORTY_OPTS=-Xmx1g.");
    }
    boolean hasMain = globals.describesMain();
    if (hasMain) {
      readers.add(RouteReader.main(catalog, contexts, globals));
    }
    for (ConfigValue table : tables) {
      readers.add(route(table, readers.size() + (hasMain ? 0 : 1), globals, toml.broken()));
    }
    if (readers.isEmpty()
        && !top.names().isEmpty()
        && !toml.broken()
        && toml.table().get(ROUTES) == null) {
      problems.add(
          "routes",
          "are missing, so there is nothing to listen on",
          "Add a table [[routes]], or listen_port and target_port for the TCP route main.");
    }
    VirtualHostsBuilder groups = new VirtualHostsBuilder();
    for (RouteReader reader : readers) {
      reader.read(listeners, groups, reading.warnings());
    }
    listeners.finish(reading.warnings());
    groups.findRings();
    Optional<AdminConfig> admin = AdminConfig.read(globals);
    admin.ifPresent(a -> groups.claimAdmin(a.listen(), globals.table(AdminConfig.TABLE)));
    Duration drain = globals.get(GlobalKeys.DRAIN_TIMEOUT);
    String transport = globals.get(GlobalKeys.TRANSPORT);
    int loops = globals.get(GlobalKeys.EVENT_LOOPS);
    LogRotation rotation =
        new LogRotation(
            globals.get(GlobalKeys.LOG_ROTATE_MB) * 1024L * 1024,
            globals.get(GlobalKeys.LOG_ROTATE_SECONDS),
            globals.get(GlobalKeys.LOG_KEEP));
    if (problems.isEmpty() && groups.isEmpty()) {
      problems.add("routes", "are all disabled", "Enable one, or Porty has nothing to serve.");
    }
    List<VirtualHosts> built = groups.build();
    ConfiguredCertificates certificates =
        built.stream().anyMatch(ConfigLoader::hasCertificates)
            ? ConfiguredCertificates.read(
                built,
                top,
                reading,
                new CertificateSourceReader(catalog, contexts, top, environment),
                former)
            : null;
    reading
        .warnings()
        .addAll(UnusedSources.warnings(top, catalog.certificateSources().names(), built));
    new TlsProviderCheck(top, certificates).check(reading.warnings());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    top.find(GlobalKeys.KEYLOG)
        .ifPresent(
            file ->
                reading
                    .warnings()
                    .add(
                        "keylog = \""
                            + file
                            + "\": the secrets of all TLS connections are written to it, and who reads it can decrypt them; remove it when you have seen what you look for"));
    OpenProxyCheck.readers(admin, built).ifPresent(reading.warnings()::add);
    return new PortyConfig(
        source.name(),
        transport,
        loops,
        drain,
        rotation,
        built,
        admin,
        top,
        AtStart.of(top),
        certificates,
        reading.warnings());
  }

  private static boolean hasCertificates(VirtualHosts group) {
    return group.listenerConfig().tls() != null
        || group.routes().stream().anyMatch(route -> route.upstreamTls() != null);
  }

  private static List<ConfigValue> tables(
      ConfigTable table, TomlSettings top, String list, String one) {
    ConfigValue value = table.get(list);
    List<ConfigValue> tables = table.tables(list);
    if (value != null && tables == null) {
      top.report(
          list,
          "is not a list of tables",
          "Write each " + one + " as a table [[" + list + "]], with two brackets.");
    }
    return tables == null ? List.of() : tables;
  }

  /**
   * @param number identifies a table without a name, from 1
   */
  private RouteReader route(ConfigValue table, int number, Globals globals, boolean lenient) {
    ConfigTable route = (ConfigTable) table.raw();
    ConfigValue name = route.get(RouteKeys.NAME.name());
    String path =
        name != null && name.raw() instanceof String s
            ? ROUTES + "[" + s + "]"
            : ROUTES + "[" + number + "]";
    TomlSettings settings =
        new TomlSettings(route, path, table.place().lineStart(), globals.reading());
    Optional<String> called =
        settings.find(RouteKeys.NAME).or(() -> Optional.ofNullable(name).map(ConfigLoader::text));
    return new RouteReader(catalog, contexts, globals, settings, called, lenient);
  }

  private static String text(ConfigValue value) {
    return String.valueOf(value.raw());
  }
}
