package io.porty.engine.plugin;

/**
 * Where a plugin was loaded from.
 *
 * @param jar the jar, folder or classes directory, for messages
 * @param version from its manifest, or {@code development} in a classes directory
 * @param shipped whether it is part of Porty rather than a third-party plugin
 */
public record PluginOrigin(String jar, String version, boolean shipped) {}
