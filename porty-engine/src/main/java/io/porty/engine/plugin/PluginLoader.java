package io.porty.engine.plugin;

import io.porty.api.plugin.PortyPlugin;
import io.porty.net.diagnostics.Printable;
import io.porty.net.diagnostics.PrintableThrowable;
import io.porty.net.diagnostics.StackText;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.TimeoutException;

/**
 * Finds plugins on Porty's class path and in the plugins directory, checks their API level, and
 * instantiates them.
 */
public final class PluginLoader {

  static final String SERVICE_FILE = "META-INF/services/" + PortyPlugin.class.getName();

  private final ClassLoader host;

  public PluginLoader(ClassLoader host) {
    this.host = host;
  }

  /**
   * Loads all plugins.
   *
   * @param folder the plugins directory; it need not exist
   * @param additional instances to add, for tests of plugins
   * @throws PluginException if one cannot be loaded
   */
  public PluginCatalog load(Path folder, List<PortyPlugin> additional) throws PluginException {
    List<LoadedPlugin> plugins = new ArrayList<>(loadShipped());
    // In a plugin's own tests the class path contains its service file as well.
    plugins.removeIf(p -> additional.stream().anyMatch(m -> m.getClass() == p.plugin().getClass()));
    List<PluginFolder.Entry> onDemand = new ArrayList<>();
    for (PluginFolder.Entry entry : PluginFolder.list(folder)) {
      if (entry.onDemand().isEmpty()) {
        plugins.addAll(loadIsolated(entry));
      } else {
        onDemand.add(entry);
      }
    }
    for (PortyPlugin plugin : additional) {
      plugins.add(
          new LoadedPlugin(
              plugin, new PluginOrigin(plugin.getClass().getName(), "development", false)));
    }
    PluginCatalog catalog = PluginCatalog.of(plugins);
    for (PluginFolder.Entry entry : onDemand) {
      addOnDemand(catalog.certificateSources(), entry);
    }
    return catalog;
  }

  /** Loaded with the first of its sources; one from the class path, in tests, goes before. */
  private void addOnDemand(CertificateSources sources, PluginFolder.Entry entry) {
    for (String name : entry.onDemand()) {
      if (!sources.names().contains(name)) {
        sources.add(name, () -> loadIsolated(entry));
      }
    }
  }

  private List<LoadedPlugin> loadShipped() throws PluginException {
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (PortyPlugin plugin : create(host, "the class path")) {
      plugins.add(new LoadedPlugin(plugin, shippedOrigin(plugin)));
    }
    return plugins;
  }

  private static PluginOrigin shippedOrigin(PortyPlugin plugin) throws PluginException {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    try {
      Path location = source == null ? Path.of("porty") : Path.of(source.getLocation().toURI());
      boolean checked =
          Files.isRegularFile(location)
              && !plugin.getClass().getName().startsWith("io.porty.engine.");
      String version = checked ? PluginManifest.version(location) : versionOf(plugin);
      return new PluginOrigin(location.toString(), version, true);
    } catch (URISyntaxException e) {
      throw new PluginException(
          plugin.getClass().getName()
              + ": was loaded from a location that is not a URI: "
              + e.getMessage());
    }
  }

  private static String versionOf(PortyPlugin plugin) {
    String version = plugin.getClass().getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private List<LoadedPlugin> loadIsolated(PluginFolder.Entry entry) throws PluginException {
    String version = null;
    List<URL> urls = new ArrayList<>();
    for (Path jar : entry.jars()) {
      if (PluginManifest.hasServiceFile(jar)) {
        version = PluginManifest.version(jar);
      }
      urls.add(url(jar));
    }
    if (version == null) {
      throw new PluginException(
          entry.path() + ": no jar in it has " + SERVICE_FILE + "; name the plugin's class there");
    }
    PluginClassLoader loader =
        new PluginClassLoader(
            entry.path().getFileName().toString(), urls.toArray(URL[]::new), host);
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (PortyPlugin plugin : createWithTimeout(loader, entry.path().toString())) {
      plugins.add(
          new LoadedPlugin(plugin, new PluginOrigin(entry.path().toString(), version, false)));
    }
    return plugins;
  }

  private static URL url(Path jar) throws PluginException {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new PluginException(jar + ": the path cannot be converted to a URL: " + e.getMessage());
    }
  }

  private static List<PortyPlugin> create(ClassLoader loader, String location)
      throws PluginException {
    List<PortyPlugin> plugins = new ArrayList<>();
    try {
      Iterator<PortyPlugin> found = ServiceLoader.load(PortyPlugin.class, loader).iterator();
      while (found.hasNext()) {
        plugins.add(found.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PluginException(
          location
              + ": a plugin cannot be created: "
              + Printable.of(String.valueOf(e.getMessage()))
              + (cause == e ? "" : " (" + PrintableThrowable.text(cause) + ")")
              + StackText.of(cause, PluginLoader::isCallerFrame)
              + "\n  Fix it or remove it.");
    }
    return plugins;
  }

  /** Frames of ServiceLoader and reflection, which do not help a plugin's author. */
  private static boolean isCallerFrame(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.util.ServiceLoader") || name.contains(".reflect.");
  }

  /** With a time limit: constructors and static initializers are plugin code that may hang. */
  private static List<PortyPlugin> createWithTimeout(ClassLoader loader, String location)
      throws PluginException {
    try {
      return Objects.requireNonNull(
          TimedCalls.call(
              "porty-plugin-create",
              loader,
              () -> create(loader, location),
              PluginGuard.DEADLINE_SECONDS * 1000L));
    } catch (TimeoutException e) {
      throw new PluginException(
          location
              + ": a plugin was not created within "
              + PluginGuard.DEADLINE_SECONDS
              + " s"
              + e.getMessage()
              + "\n  Fix it or remove it.");
    } catch (PluginException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new PluginException(location + ": a plugin cannot be created: " + e);
    }
  }
}
