package io.porty.engine.plugin;

import io.porty.api.PluginContext;

/** Provides each plugin's {@link PluginContext}: always the same instance for the same plugin. */
@FunctionalInterface
public interface PluginContexts {

  PluginContext of(LoadedPlugin plugin);
}
