package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that routes which share an address without a {@code [[listeners]]} table have the same
 * values for all listener keys: those apply before the route of a connection is known.
 */
final class ListenerAgreement {

  private final VirtualHosts group;
  private final TomlSettings first;
  private final List<Key<?>> keys;

  /**
   * @param group of the first route
   * @param first the settings of the first route
   */
  ListenerAgreement(VirtualHosts group, TomlSettings first) {
    this.group = group;
    this.first = first;
    List<Key<?>> all = new ArrayList<>(ListenerKeys.ON_ROUTES);
    all.add(RouteKeys.BUFFER_SIZE_KB);
    all.addAll(group.mode().listenerKeys());
    this.keys = List.copyOf(all);
  }

  /** As {@link #check}, for a route of another mode: the keys that all modes have. */
  void checkCommon(VirtualHosts other, TomlSettings at) {
    for (Key<?> key : ListenerKeys.ON_ROUTES) {
      check(key, first, at, limit(key, group.listenerConfig()), limit(key, other.listenerConfig()));
    }
  }

  /** Reports every key for which another route has a different value. */
  void check(VirtualHosts other, TomlSettings at) {
    for (Key<?> key : keys) {
      check(key, first, at, limit(key, group.listenerConfig()), limit(key, other.listenerConfig()));
    }
    if (group.listenerConfig().tls() != null && other.listenerConfig().tls() != null) {
      for (Key<?> key : TlsKeys.SHARED) {
        check(key, first.table(TlsKeys.TABLE), at.table(TlsKeys.TABLE), null, null);
      }
    }
    if (group.listener().keys().isEmpty()) {
      return;
    }
    TomlSettings own = first.table(group.listener().name());
    TomlSettings others = at.table(group.listener().name());
    for (Key<?> key : group.listener().keys()) {
      check(key, own, others, null, null);
    }
  }

  /** The effective value of a key that is inherited from the global ones; null for other keys. */
  private static @Nullable Object limit(Key<?> key, ListenerConfig config) {
    ListenerLimits limits = config.limits();
    if (key == ListenerKeys.MAX_CONNECTIONS) {
      return limits.maxConnections();
    }
    if (key == ListenerKeys.MAX_CONNECTIONS_PER_CLIENT) {
      boolean isSet = limits.maxConnectionsPerClient() != ListenerLimits.NOT_SET;
      return isSet ? limits.maxConnectionsPerClient() : null;
    }
    return key == RouteKeys.BUFFER_SIZE_KB ? limits.bufferBytes() / 1024 : null;
  }

  private void check(
      Key<?> key,
      TomlSettings here,
      TomlSettings there,
      @Nullable Object hereInherited,
      @Nullable Object thereInherited) {
    Object one = hereInherited == null ? value(here, key) : hereInherited;
    Object two = thereInherited == null ? value(there, key) : thereInherited;
    if (KeyValues.same(key, one, two)) {
      return;
    }
    boolean written = there.has(key);
    String place = here.place(key).seenFrom(there.place().text());
    String candidates =
        "route \"" + group.routes().get(0).facts().name() + "\" at the same address ";
    there.report(
        key,
        (written
                ? "is " + KeyValues.shown(key, two)
                : "is missing, and " + KeyValues.shown(key, two) + " would hold")
            + ", but "
            + candidates
            + (here.has(key)
                ? "has " + KeyValues.shown(key, one)
                : "says nothing, and has " + KeyValues.shown(key, one))
            + " ("
            + place
            + ")",
        "It holds for the whole address: write it once, in a [[listeners]] table that both routes name with listener = \"NAME\".");
  }

  private static @Nullable Object value(Settings settings, Key<?> key) {
    return KeyValues.of(settings, key);
  }
}
