package io.porty.engine;

import io.porty.api.Key;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouterFactory;
import io.porty.engine.config.SampleConfig;
import io.porty.engine.plugin.LoadedPlugin;
import io.porty.engine.plugin.PluginCatalog;
import java.util.List;

/** The catalog as {@code porty plugins} shows it. */
final class Plugins {

  static List<PluginInfo> describe(PluginCatalog catalog) {
    return catalog.plugins().stream().map(p -> describe(catalog, p)).toList();
  }

  private static PluginInfo describe(PluginCatalog catalog, LoadedPlugin plugin) {
    List<PluginInfo.Offer> offers =
        catalog.offers().stream()
            .filter(o -> o.by() == plugin)
            .map(o -> new PluginInfo.Offer(o.kind(), o.name(), keys(o.factory())))
            .toList();
    return new PluginInfo(
        plugin.plugin().getClass().getName(),
        plugin.origin().version(),
        plugin.origin().jar(),
        offers);
  }

  private static List<PluginInfo.KeyInfo> keys(Object factory) {
    List<Key<?>> keys = List.of();
    if (factory instanceof ModeFactory mode) {
      keys = mode.keys();
    } else if (factory instanceof RouterFactory<?> router) {
      keys = router.keys();
    } else if (factory instanceof TrafficLogFactory log) {
      keys = log.keys();
    }
    return keys.stream()
        .map(
            k ->
                new PluginInfo.KeyInfo(
                    k.name(),
                    k.type(),
                    k.defaultValue().map(SampleConfig::toml).orElse("none"),
                    k.documentation()))
        .toList();
  }

  private Plugins() {}
}
