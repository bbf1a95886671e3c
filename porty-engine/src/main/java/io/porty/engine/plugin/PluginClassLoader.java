package io.porty.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * The class loader of one plugin. JDK classes come from its parent, the platform class loader; the
 * packages in {@link #HOST_PACKAGES} come from Porty; everything else from the plugin's own jars,
 * so that two plugins may use different versions of a library.
 */
public final class PluginClassLoader extends URLClassLoader {

  /**
   * Packages that a plugin shares with Porty. Each ends with a dot, so that no longer package name
   * matches.
   */
  static final List<String> HOST_PACKAGES =
      List.of("io.porty.api.", "org.slf4j.", "io.netty.", "org.jspecify.");

  private static final String PREFIX = "plugin:";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  PluginClassLoader(String name, URL[] jars, ClassLoader host) {
    super(PREFIX + name, jars, ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (HOST_PACKAGES.stream().anyMatch(name::startsWith)) {
        return host.loadClass(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Override
  public URL getResource(String name) {
    return isHostResource(name) ? host.getResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return isHostResource(name)
        ? Collections.enumeration(Collections.list(host.getResources(name)))
        : super.getResources(name);
  }

  private static boolean isHostResource(String resource) {
    String dotted = resource.replace('/', '.');
    return HOST_PACKAGES.stream().anyMatch(dotted::startsWith);
  }

  /** The name of the plugin of the innermost plugin frame on a stack. */
  public static Optional<String> pluginOn(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String loader = frame.getClassLoaderName();
      if (loader != null && loader.startsWith(PREFIX)) {
        return Optional.of(loader.substring(PREFIX.length()));
      }
    }
    return Optional.empty();
  }
}
