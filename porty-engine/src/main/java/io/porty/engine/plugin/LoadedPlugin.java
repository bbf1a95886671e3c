package io.porty.engine.plugin;

import io.porty.api.plugin.PortyPlugin;

/** A plugin, created and checked. */
public record LoadedPlugin(PortyPlugin plugin, PluginOrigin origin) {}
