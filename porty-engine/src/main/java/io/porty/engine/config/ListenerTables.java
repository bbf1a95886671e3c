package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code [[listeners]]} tables, in two steps: before and after the routes that name them.
 */
final class ListenerTables {

  /** The key of the list. */
  static final String LISTENERS = "listeners";

  private final PluginCatalog catalog;
  private final Globals globals;
  private final boolean lenient;
  private final Map<String, NamedListener> byName = new LinkedHashMap<>();
  private final List<NamedListener> all = new ArrayList<>();

  /**
   * @param lenient the file has syntax errors: a key that seems missing may be on a broken line
   */
  ListenerTables(PluginCatalog catalog, Globals globals, boolean lenient) {
    this.catalog = catalog;
    this.globals = globals;
    this.lenient = lenient;
  }

  /** Reads all of them. */
  void read(List<ConfigValue> tables) {
    for (ConfigValue table : tables) {
      read(table, all.size() + 1);
    }
    claimAddresses();
  }

  /**
   * @param number for one without a name, from 1
   */
  private void read(ConfigValue table, int number) {
    ConfigTable own = (ConfigTable) table.raw();
    ConfigValue written = own.get(ListenerKeys.NAME.name());
    String label = written != null && written.raw() instanceof String s ? s : "" + number;
    TomlSettings settings =
        new TomlSettings(
            own, LISTENERS + "[" + label + "]", table.place().lineStart(), globals.reading());
    String name = settings.find(ListenerKeys.NAME).orElse("");
    if (written == null && !lenient) {
      settings.report(
          ListenerKeys.NAME, "is missing", "Give the listener a unique name: name = \"public\".");
    }
    List<ListenAddress> addresses = addresses(settings, name);
    Optional<ListenerFactory> kind = kind(settings, addresses);
    ListenerLimits limits = ListenerLimits.of(settings, globals, true);
    settings.find(ListenerKeys.PROXY_PROTOCOL_FROM); // its errors, even if no route names it
    Optional<ListenerConfig> config =
        kind.filter(k -> !addresses.isEmpty() && !name.isEmpty())
            .map(k -> new ListenerConfig(name, k, kindTable(settings, k), settings, limits, null));
    NamedListener listener = new NamedListener(name, settings, addresses, config);
    all.add(listener);
    NamedListener before = name.isEmpty() ? null : byName.putIfAbsent(name, listener);
    if (before != null) {
      settings.report(
          ListenerKeys.NAME,
          "\""
              + name
              + "\" is taken by another listener ("
              + before.settings().place(ListenerKeys.NAME).seenFrom(settings.place().text())
              + ")",
          "Choose another name.");
    }
  }

  private List<ListenAddress> addresses(TomlSettings settings, String name) {
    if (settings.has(ListenerKeys.ADDRESS)) {
      return settings
          .find(ListenerKeys.ADDRESS)
          .map(texts -> ListenAddress.all(texts, "listener " + name))
          .orElse(List.of());
    }
    ListenerFactory kind =
        settings.find(ListenerKeys.KIND).map(catalog.listeners()::get).orElse(null);
    if (kind != null && !kind.needsAddress()) {
      return List.of(ListenAddress.none(name));
    }
    if (!lenient) {
      settings.report(
          ListenerKeys.ADDRESS, "is missing", "Say where it listens: address = \"0.0.0.0:8080\".");
    }
    return List.of();
  }

  private Optional<ListenerFactory> kind(TomlSettings settings, List<ListenAddress> addresses) {
    Optional<ListenerFactory> kind =
        ListenerKinds.of(settings, ListenerKeys.ADDRESS, addresses, catalog);
    kind.ifPresent(
        k -> {
          TomlSettings own = kindTable(settings, k);
          own.rejectUnknown(k.keys(), Set.of(), key -> Optional.empty());
          own.readAll(k.keys());
        });
    return kind;
  }

  private TomlSettings kindTable(TomlSettings settings, ListenerFactory kind) {
    return settings.table(kind.name()).declaring(catalog.guard(kind), kind.keys());
  }

  /** Checks that no two listeners have the same address. */
  private void claimAddresses() {
    List<NamedListener> before = new ArrayList<>();
    for (NamedListener one : all) {
      for (NamedListener other : before) {
        for (ListenAddress address : one.addresses()) {
          if (!address.isFreePort() && other.addresses().stream().anyMatch(address::overlaps)) {
            one.settings()
                .report(
                    ListenerKeys.ADDRESS,
                    "has \""
                        + address.text()
                        + "\", which listener \""
                        + other.name()
                        + "\" already listens on ("
                        + other
                            .settings()
                            .place(ListenerKeys.ADDRESS)
                            .seenFrom(one.settings().place().text())
                        + ")",
                    "Choose another address or port, or have the routes of both name one listener.");
            break; // report one conflict of a range only
          }
        }
      }
      before.add(one);
    }
  }

  /** The listener of this name; null if there is none. */
  @Nullable NamedListener find(String name) {
    return byName.get(name);
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** The second step, after all routes are read and the mode of each listener is known. */
  void finish(List<String> warnings) {
    for (NamedListener one : all) {
      ModeFactory mode = one.mode();
      List<Key<?>> known = new ArrayList<>(ListenerKeys.ALL);
      if (mode == null) {
        catalog.modes().values().forEach(any -> known.addAll(any.listenerKeys()));
      } else {
        known.addAll(mode.listenerKeys());
        one.settings()
            .declaring(catalog.guard(mode), mode.listenerKeys())
            .readAll(mode.listenerKeys());
      }
      known.add(TlsKeys.WORD);
      Set<String> tables = new HashSet<>(one.kind().map(k -> Set.of(k.name())).orElse(allKinds()));
      tables.add(TlsKeys.TABLE);
      one.settings().rejectUnknown(known, tables, key -> hint(key, mode));
      if (!one.isUsed() && one.config().isPresent()) {
        warnings.add(
            "listener "
                + one.name()
                + ": no route names it, so nothing listens at "
                + one.addresses().stream()
                    .map(ListenAddress::text)
                    .collect(Collectors.joining(", "))
                + "; write listener = \""
                + one.name()
                + "\" in a route, or remove it");
      }
    }
  }

  private Set<String> allKinds() {
    return catalog.listeners().keySet();
  }

  /** A hint for keys that are valid elsewhere. */
  private Optional<String> hint(String key, @Nullable ModeFactory mode) {
    if (catalog.listeners().containsKey(key)) {
      return Optional.of("It is for kind = \"" + key + "\".");
    }
    for (ModeFactory other : catalog.modes().values()) {
      if (other.listenerKeys().stream().anyMatch(k -> k.name().equals(key)) && mode != null) {
        return Optional.of(
            "It belongs to mode \""
                + other.name()
                + "\"; the routes of this listener have \""
                + mode.name()
                + "\".");
      }
    }
    return KeyOwner.of(key, catalog.modes().values());
  }
}
