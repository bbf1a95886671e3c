package io.porty.engine.plugin;

/**
 * Where a plugin came from.
 *
 * @param jar the jar, folder or classes directory, for messages
 * @param version from its manifest, or {@code development} in a classes directory
 * @param shipped whether it came with Porty rather than from the plugins folder
 */
public record PluginOrigin(String jar, String version, boolean shipped) {}
