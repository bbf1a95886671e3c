package io.porty.engine.plugin;

import io.porty.api.plugin.PortyPlugin;

/** A plugin, created and checked. */
public record LoadedPlugin(PortyPlugin plugin, PluginOrigin origin) {

  /**
   * What calls into a part of it go through.
   *
   * @param part {@code router "redis"}
   */
  PluginGuard fence(String part) {
    return new PluginGuard(
        part + " of " + origin.jar(), origin.shipped() ? null : plugin.getClass().getClassLoader());
  }
}
