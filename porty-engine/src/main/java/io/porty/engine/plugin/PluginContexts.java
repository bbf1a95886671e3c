package io.porty.engine.plugin;

import io.porty.api.PluginContext;

/** What each plugin gets as its surroundings: always the same for the same plugin. */
@FunctionalInterface
public interface PluginContexts {

  PluginContext of(LoadedPlugin plugin);
}
