package io.porty.engine;

import io.porty.api.Settings;
import io.porty.engine.config.AdminAddressReader;
import io.porty.engine.config.ConfigException;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.EffectiveConfig;
import io.porty.engine.config.KeyReference;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.SampleConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.runtime.EngineContext;
import io.porty.net.tls.local.LocalCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Inspects plugins and a configuration without serving: for commands that check or print them. */
public final class ConfigInspector {

  /**
   * Checks the plugins and the configuration.
   *
   * @return warnings
   * @throws StartException with every error that was found
   */
  public static List<String> check(PortyOptions options) throws StartException {
    return checked(
        options,
        config -> {
          List<String> warnings = new ArrayList<>(config.warnings());
          missingAuthority(config).ifPresent(warnings::add);
          return List.copyOf(warnings);
        });
  }

  /** What a start would make, and a check does not. */
  private static Optional<String> missingAuthority(PortyConfig config) {
    return Optional.ofNullable(config.certificates())
        .map(ConfiguredCertificates::local)
        .map(LocalCertificate::files)
        .filter(files -> !files.exist())
        .map(
            files ->
                "tls = \"local\": there is no local CA yet; porty start makes it, "
                    + files.certificate());
  }

  private static <T> T checked(PortyOptions options, Function<PortyConfig, T> extract)
      throws StartException {
    try (EngineContext context = new EngineContext(Porty.version())) {
      PluginCatalog catalog =
          new PluginLoader(Porty.class.getClassLoader()).load(options.plugins(), options.more());
      PortyConfig config = Bootstrap.read(catalog, context, options, new WatchedFiles(), null);
      Bootstrap.transport(config);
      Bootstrap.checkLogs(config);
      return extract.apply(config);
    } catch (PluginException | ConfigException | IllegalArgumentException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    }
  }

  /** The effective configuration: every key with its value and the source of the value. */
  public static String effective(PortyOptions options) throws StartException {
    return checked(options, EffectiveConfig::write);
  }

  /**
   * The admin endpoint that a configuration declares. Other errors in the file are ignored: the
   * running Porty may have read an earlier, valid version of it.
   */
  public static Optional<AdminAddress> admin(PortyOptions options) throws StartException {
    if (options.config().isEmpty()) {
      return Optional.empty();
    }
    try {
      return AdminAddressReader.at(options.config().get(), System.getenv())
          .map(admin -> new AdminAddress(admin.listen(), admin.token()));
    } catch (ConfigException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    }
  }

  /**
   * The settings of a router in each route that uses it.
   *
   * @return by route name, in the order of the file
   */
  public static Map<String, Settings> routerSettings(PortyOptions options, String router)
      throws StartException {
    return checked(
        options,
        config -> {
          Map<String, Settings> found = new LinkedHashMap<>();
          config.groups().stream()
              .flatMap(group -> group.routes().stream())
              .forEach(
                  route ->
                      route.routers().stream()
                          .filter(choice -> choice.factory().name().equals(router))
                          .forEach(choice -> found.put(route.facts().name(), choice.settings())));
          return found;
        });
  }

  /** A configuration file with every key and its default. */
  public static String sampleConfig(Path plugins) throws StartException {
    return SampleConfig.write(catalog(plugins));
  }

  /** The key reference in Markdown, with the keys of the plugins of a directory. */
  public static String keyReference(Path plugins) throws StartException {
    return KeyReference.write(catalog(plugins));
  }

  /** The plugins shipped with Porty and those of a plugins directory. */
  public static List<PluginInfo> plugins(Path plugins) throws StartException {
    return PluginListing.describe(catalog(plugins));
  }

  private static PluginCatalog catalog(Path plugins) throws StartException {
    try {
      PluginCatalog catalog =
          new PluginLoader(Porty.class.getClassLoader()).load(plugins, List.of());
      catalog.certificateSources().loadAll();
      return catalog;
    } catch (PluginException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    }
  }

  private ConfigInspector() {}
}
