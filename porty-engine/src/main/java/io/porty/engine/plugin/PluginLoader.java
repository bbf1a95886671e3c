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
 * Finds plugins on Porty's own class path and in the plugins folder, checks them and creates them.
 */
public final class PluginLoader {

  static final String SERVICE_FILE = "META-INF/services/" + PortyPlugin.class.getName();

  private final ClassLoader host;

  public PluginLoader(ClassLoader host) {
    this.host = host;
  }

  /**
   * @param folder the plugins folder; it may be absent
   * @param more plugins that exist already
   */
  public PluginCatalog load(Path folder, List<PortyPlugin> more) throws PluginException {
    List<LoadedPlugin> plugins = new ArrayList<>(shipped());
    // The class path of a plugin's own tests has its service file too.
    plugins.removeIf(p -> more.stream().anyMatch(m -> m.getClass() == p.plugin().getClass()));
    for (PluginFolder.Entry entry : PluginFolder.list(folder)) {
      plugins.addAll(isolated(entry));
    }
    for (PortyPlugin plugin : more) {
      plugins.add(
          new LoadedPlugin(
              plugin, new PluginOrigin(plugin.getClass().getName(), "development", false)));
    }
    return PluginCatalog.of(plugins);
  }

  private List<LoadedPlugin> shipped() throws PluginException {
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (PortyPlugin plugin : create(host, "the class path")) {
      plugins.add(new LoadedPlugin(plugin, shippedOrigin(plugin)));
    }
    return plugins;
  }

  private static PluginOrigin shippedOrigin(PortyPlugin plugin) throws PluginException {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    try {
      Path place = source == null ? Path.of("porty") : Path.of(source.getLocation().toURI());
      boolean checked =
          Files.isRegularFile(place) && !plugin.getClass().getName().startsWith("io.porty.engine.");
      String version = checked ? PluginManifest.version(place) : versionOf(plugin);
      return new PluginOrigin(place.toString(), version, true);
    } catch (URISyntaxException e) {
      throw new PluginException(
          plugin.getClass().getName() + ": comes from a strange place: " + e.getMessage());
    }
  }

  private static String versionOf(PortyPlugin plugin) {
    String version = plugin.getClass().getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private List<LoadedPlugin> isolated(PluginFolder.Entry entry) throws PluginException {
    String version = null;
    List<URL> urls = new ArrayList<>();
    for (Path jar : entry.jars()) {
      if (PluginManifest.hasEntry(jar)) {
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
    for (PortyPlugin plugin : createInTime(loader, entry.path().toString())) {
      plugins.add(
          new LoadedPlugin(plugin, new PluginOrigin(entry.path().toString(), version, false)));
    }
    return plugins;
  }

  private static URL url(Path jar) throws PluginException {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new PluginException(jar + ": has a path that is no URL: " + e.getMessage());
    }
  }

  private static List<PortyPlugin> create(ClassLoader loader, String place) throws PluginException {
    List<PortyPlugin> plugins = new ArrayList<>();
    try {
      Iterator<PortyPlugin> found = ServiceLoader.load(PortyPlugin.class, loader).iterator();
      while (found.hasNext()) {
        plugins.add(found.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PluginException(
          place
              + ": a plugin cannot be created: "
              + Printable.of(String.valueOf(e.getMessage()))
              + (cause == e ? "" : " (" + PrintableThrowable.text(cause) + ")")
              + StackText.of(cause, PluginLoader::isNotThePlugins)
              + "\n  Mend it or remove it.");
    }
    return plugins;
  }

  /** What calls a constructor is nothing for its author. */
  private static boolean isNotThePlugins(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.util.ServiceLoader") || name.contains(".reflect.");
  }

  /** A stranger's constructor and static fields are its code, and may not come back. */
  private static List<PortyPlugin> createInTime(ClassLoader loader, String place)
      throws PluginException {
    try {
      return Objects.requireNonNull(
          TimedCalls.call(
              "porty-plugin-create",
              loader,
              () -> create(loader, place),
              PluginGuard.DEADLINE_SECONDS * 1000L));
    } catch (TimeoutException e) {
      throw new PluginException(
          place
              + ": a plugin was not created within "
              + PluginGuard.DEADLINE_SECONDS
              + " s"
              + e.getMessage()
              + "\n  Mend it or remove it.");
    } catch (PluginException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new PluginException(place + ": a plugin cannot be created: " + e);
    }
  }
}
