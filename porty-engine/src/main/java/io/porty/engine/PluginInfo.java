package io.porty.engine;

import java.util.List;

/**
 * Describes a loaded plugin.
 *
 * @param apiLevel the plugin API that it was built for
 * @param origin its jar or directory
 * @param offers what it provides
 */
public record PluginInfo(
    String className, String version, int apiLevel, String origin, List<Offer> offers) {

  /** A mode, listener, router or access log of the plugin, with its configuration keys. */
  public record Offer(String kind, String name, List<KeyInfo> keys) {}

  /**
   * A configuration key.
   *
   * @param columns the keys of each table, if the key is a list of tables
   */
  public record KeyInfo(
      String name, String type, String defaultValue, String documentation, List<KeyInfo> columns) {}
}
