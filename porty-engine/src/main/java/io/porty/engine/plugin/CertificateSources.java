package io.porty.engine.plugin;

import io.porty.api.tls.CertificateSourceFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The certificate sources of plugins, by name. Those of a folder that says so are loaded when a
 * configuration names them first: what they need is large, and a Porty without them is not to carry
 * it. Thread-safe.
 */
public final class CertificateSources {

  /** Loads the plugins of a folder. */
  interface OnDemand {
    List<LoadedPlugin> load() throws PluginException;
  }

  /** Words of {@code tls}, and tables at the top of the file, that have another meaning. */
  private static final Set<String> RESERVED = Set.of("admin", "listeners", "local", "routes");

  private final Consumer<LoadedPlugin> whenLoaded;
  private final Map<String, PluginCatalog.Offer> loaded = new LinkedHashMap<>();
  private final Map<String, OnDemand> onDemand = new LinkedHashMap<>();

  /**
   * @param whenLoaded is told of each plugin that is loaded later
   */
  CertificateSources(Consumer<LoadedPlugin> whenLoaded) {
    this.whenLoaded = whenLoaded;
  }

  /** A folder that has this source, and that may have to be loaded for it. */
  synchronized void add(String name, OnDemand folder) {
    onDemand.put(name, folder);
  }

  /**
   * @throws PluginException if there is one of this name already, or the name is reserved
   */
  synchronized void add(PluginCatalog.Offer offer) throws PluginException {
    if (RESERVED.contains(offer.name())) {
      throw new PluginException(
          offer.plugin().origin().jar()
              + ": offers the "
              + offer.kind()
              + " \""
              + offer.name()
              + "\", a name with a meaning of its own in the configuration\n  Rename it.");
    }
    PluginCatalog.Offer other = loaded.get(offer.name());
    if (other != null) {
      throw new PluginException(
          DuplicateName.message(offer.kind(), offer.name(), other.plugin(), offer.plugin()));
    }
    loaded.put(offer.name(), offer);
    onDemand.remove(offer.name());
  }

  /** All names, loaded or not, in order. */
  public synchronized Set<String> names() {
    Set<String> all = new TreeSet<>(loaded.keySet());
    all.addAll(onDemand.keySet());
    return all;
  }

  /** Those that are loaded. */
  public synchronized List<PluginCatalog.Offer> loaded() {
    return List.copyOf(loaded.values());
  }

  /**
   * The source of a name, loaded if need be.
   *
   * @return empty if there is none
   * @throws PluginException if its plugin cannot be loaded
   */
  public synchronized Optional<PluginCatalog.Offer> find(String name) throws PluginException {
    OnDemand folder = onDemand.get(name);
    if (folder != null) {
      for (LoadedPlugin plugin : folder.load()) {
        registerFrom(plugin);
        whenLoaded.accept(plugin);
      }
      if (onDemand.remove(name) != null) {
        throw new PluginException(
            "no plugin in the folder that promises the certificate source \"" + name + "\" has it");
      }
    }
    return Optional.ofNullable(loaded.get(name));
  }

  /**
   * Loads all.
   *
   * @throws PluginException if a plugin cannot be loaded
   */
  public void loadAll() throws PluginException {
    for (String name : names()) {
      find(name);
    }
  }

  void registerFrom(LoadedPlugin plugin) throws PluginException {
    PluginGuard guard = plugin.guard("plugin " + plugin.plugin().getClass().getName());
    try {
      for (CertificateSourceFactory factory :
          Declaration.<CertificateSourceFactory>list(
              guard, "certificateSources()", plugin.plugin()::certificateSources)) {
        add(offer(plugin, factory));
      }
    } catch (PluginFault e) {
      throw new PluginException(e.getMessage() + "\n  Fix the plugin or remove it.");
    }
  }

  private static PluginCatalog.Offer offer(LoadedPlugin plugin, CertificateSourceFactory factory) {
    String kind = "certificate source";
    String name =
        Declaration.name(plugin.guard(kind + " " + factory.getClass().getName()), factory::name);
    PluginGuard guard = plugin.guard(kind + " \"" + name + "\"");
    return new PluginCatalog.Offer(
        kind, name, new DeclaredCertificateSource(factory, name, guard), plugin, guard);
  }
}
