package io.porty.engine;

import java.util.List;

/**
 * A loaded plugin, for people.
 *
 * @param apiLevel the plugin API that it was built for
 * @param origin its jar or folder
 * @param offers what it brings
 */
public record PluginInfo(
    String className, String version, int apiLevel, String origin, List<Offer> offers) {

  /** Something that a plugin offers, with the keys that it understands. */
  public record Offer(String kind, String name, List<KeyInfo> keys) {}

  /**
   * A configuration key.
   *
   * @param columns the keys of each row, if it stands for a list of tables
   */
  public record KeyInfo(
      String name, String type, String defaultValue, String documentation, List<KeyInfo> columns) {}
}
