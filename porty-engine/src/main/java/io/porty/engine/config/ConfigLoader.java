package io.porty.engine.config;

import io.porty.engine.log.LogRotation;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads a file into a {@link PortyConfig}, or fails with every mistake in it. */
public final class ConfigLoader {

  /** The list of routes at the top; what is wrong with its shape is said where it is read. */
  static final String ROUTES = "routes";

  private final PluginCatalog catalog;
  private final PluginContexts contexts;

  public ConfigLoader(PluginCatalog catalog, PluginContexts contexts) {
    this.catalog = catalog;
    this.contexts = contexts;
  }

  public PortyConfig load(Path file, Overrides overrides) throws ConfigException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          file + ": no such file\n  Write one with: porty generate-config > " + file.getFileName());
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          file + ": permission denied\n  Make it readable for the user that runs Porty.");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not UTF-8 text\n  Save it as UTF-8.");
    } catch (IOException e) {
      throw new ConfigException(
          file + ": cannot be read: " + e.getMessage() + "\n  Name a TOML file with --config.");
    }
    return parse(file.toString(), text, overrides);
  }

  /** The configuration of somebody who has none. */
  public PortyConfig defaults(Overrides overrides) throws ConfigException {
    return parse("defaults", "", overrides);
  }

  public PortyConfig parse(String source, String text, Overrides overrides) throws ConfigException {
    Problems problems = new Problems(source, text);
    TomlParseResult toml = Toml.parse(text);
    for (TomlParseError error : toml.errors()) {
      problems.add(
          error.position().line(),
          error.position().column(),
          "",
          error.getMessage(),
          "This is not valid TOML; see https://toml.io for the syntax.");
    }
    TomlSettings top = new TomlSettings(toml, "", 0, problems);
    Set<String> tablesAtTop = new HashSet<>(catalog.trafficLogs().keySet());
    tablesAtTop.add(ROUTES);
    tablesAtTop.add(AdminConfig.TABLE);
    top.rejectUnknown(GlobalKeys.ALL, tablesAtTop, ConfigLoader::routeKeyHint);
    Globals globals = new Globals(top, overrides, problems);
    for (String log : globals.get(GlobalKeys.LOG_FORMAT)) {
      Names.find(top, GlobalKeys.LOG_FORMAT, log, catalog.trafficLogs(), "log format");
    }
    List<RouteReader> readers = new ArrayList<>();
    TomlArray tables = routeTables(toml, top);
    boolean hasMain = tables.isEmpty() || globals.describesMain();
    if (hasMain) {
      readers.add(RouteReader.main(catalog, contexts, globals, top, problems));
    }
    for (int i = 0; i < tables.size(); i++) {
      readers.add(route(tables, i, globals, problems, !toml.errors().isEmpty()));
    }
    RouteGroups groups = new RouteGroups(problems);
    List<String> warnings = new ArrayList<>();
    for (RouteReader reader : readers) {
      reader.read(groups, warnings);
    }
    groups.findRings();
    Optional<AdminConfig> admin = AdminConfig.read(globals);
    Duration drain = globals.get(GlobalKeys.DRAIN_TIMEOUT);
    String transport = globals.get(GlobalKeys.TRANSPORT);
    int loops = globals.get(GlobalKeys.EVENT_LOOPS);
    LogRotation rotation =
        new LogRotation(
            globals.get(GlobalKeys.LOG_ROTATE_MB) * 1024L * 1024,
            globals.get(GlobalKeys.LOG_ROTATE_SECONDS),
            globals.get(GlobalKeys.LOG_KEEP));
    if (problems.isEmpty() && groups.isEmpty()) {
      problems.add(
          0, 0, "routes", "are all disabled", "Enable one, or Porty has nothing to serve.");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    List<RouteGroup> built = groups.build();
    OpenRelay.readers(admin, built).ifPresent(warnings::add);
    return new PortyConfig(source, transport, loops, drain, rotation, built, admin, top, warnings);
  }

  private static Optional<String> routeKeyHint(String key) {
    return RouteKeys.ALL.stream().anyMatch(k -> k.name().equals(key))
        ? Optional.of("It belongs to a route: write it below a line [[routes]].")
        : Optional.empty();
  }

  private static TomlArray routeTables(TomlTable toml, TomlSettings top) {
    Object routes = toml.get(List.of("routes"));
    if (routes instanceof TomlArray array
        && Stream.of(array.toList().toArray()).allMatch(TomlTable.class::isInstance)) {
      return array;
    }
    if (routes != null) {
      top.problem(
          "routes",
          "is not a list of tables",
          "Write each route under a line [[routes]], with two brackets.");
    }
    return Toml.parse("a = []").getArray("a");
  }

  private RouteReader route(
      TomlArray tables, int index, Globals globals, Problems problems, boolean lenient) {
    TomlTable table = tables.getTable(index);
    Object name = table.get(List.of("name"));
    String path = name instanceof String s ? "routes[" + s + "]" : "routes[" + (index + 1) + "]";
    TomlSettings settings =
        new TomlSettings(table, path, tables.inputPositionOf(index).line(), problems);
    return new RouteReader(
        catalog,
        contexts,
        globals,
        settings,
        Optional.ofNullable(name).map(String::valueOf),
        lenient);
  }
}
