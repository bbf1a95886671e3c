package io.porty.engine.plugin;

import io.porty.api.plugin.PortyPlugin;

/** A plugin instance and where it was loaded from. */
public record LoadedPlugin(PortyPlugin plugin, PluginOrigin origin) {

  /**
   * The guard for calls into one part of the plugin.
   *
   * @param part {@code router "redis"}
   */
  PluginGuard guard(String part) {
    return new PluginGuard(
        part + " of " + origin.jar(), origin.shipped() ? null : plugin.getClass().getClassLoader());
  }
}
