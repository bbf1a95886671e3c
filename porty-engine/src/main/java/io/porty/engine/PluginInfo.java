package io.porty.engine;

import java.util.List;

/**
 * A loaded plugin, for people.
 *
 * @param origin its jar or folder
 * @param offers what it brings
 */
public record PluginInfo(String className, String version, String origin, List<Offer> offers) {

  /** Something that a plugin offers, with the keys that it understands. */
  public record Offer(String kind, String name, List<KeyInfo> keys) {}

  /** A configuration key. */
  public record KeyInfo(String name, String type, String defaultValue, String documentation) {}
}
