package io.porty.engine;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.ApiLevel;
import io.porty.api.route.RouterFactory;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.engine.config.LogKeys;
import io.porty.engine.config.SampleConfig;
import io.porty.engine.config.SecretFile;
import io.porty.engine.plugin.LoadedPlugin;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;

/** Describes the catalog for {@code porty plugins} and the admin endpoint. */
final class PluginListing {

  static List<PluginInfo> describe(PluginCatalog catalog) {
    return catalog.plugins().stream().map(p -> describe(catalog, p)).toList();
  }

  @SuppressWarnings("ReferenceEquality") // each loaded plugin is a single instance
  private static PluginInfo describe(PluginCatalog catalog, LoadedPlugin plugin) {
    List<PluginInfo.Offer> offers =
        catalog.offers().stream()
            .filter(o -> o.plugin() == plugin)
            .map(o -> new PluginInfo.Offer(o.kind(), o.name(), keys(o.factory())))
            .toList();
    return new PluginInfo(
        plugin.plugin().getClass().getName(),
        plugin.origin().version(),
        ApiLevel.current(),
        plugin.origin().jar(),
        offers);
  }

  private static List<PluginInfo.KeyInfo> keys(Object factory) {
    if (factory instanceof ModeFactory mode) {
      List<PluginInfo.KeyInfo> all = new ArrayList<>(describe(mode.keys()));
      for (PluginInfo.KeyInfo key : describe(mode.listenerKeys())) {
        all.add(
            new PluginInfo.KeyInfo(
                key.name(),
                key.type(),
                key.defaultValue(),
                "For the whole listener. " + key.documentation(),
                key.columns()));
      }
      return all;
    }
    if (factory instanceof RouterFactory<?> router) {
      return describe(router.keys());
    }
    if (factory instanceof ListenerFactory listener) {
      return describe(listener.keys());
    }
    if (factory instanceof CertificateSourceFactory source) {
      return describe(source.keys());
    }
    return factory instanceof AccessLogFactory log ? describe(LogKeys.with(log.keys())) : List.of();
  }

  private static List<PluginInfo.KeyInfo> describe(List<Key<?>> keys) {
    return SecretFile.with(keys).stream()
        .map(
            k ->
                new PluginInfo.KeyInfo(
                    k.name(),
                    k.type(),
                    k.columns().isEmpty()
                        ? k.defaultValue().map(SampleConfig::toml).orElse("none")
                        : "none",
                    k.documentation(),
                    describe(k.columns())))
        .toList();
  }

  private PluginListing() {}
}
