package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.listener.ListenerFactory;

/**
 * A listener: what is known of a connection before its route is.
 *
 * @param name of its {@code [[listeners]]} table; empty where the keys of a route stand for it
 * @param kind accepts connections
 * @param kindSettings the kind's own keys
 * @param settings its table, or that of the first of its routes: with the mode's keys for it
 */
public record ListenerConfig(
    String name,
    ListenerFactory kind,
    Settings kindSettings,
    TomlSettings settings,
    ListenerLimits limits) {

  /** Whether sockets that were made for the other one are as this one wants them. */
  public boolean hasSameSockets(ListenerConfig other) {
    boolean alike =
        kind == other.kind
            && limits.backlog() == other.limits().backlog()
            && limits.keepAlive().equals(other.limits().keepAlive());
    return alike
        && kind.keys().stream()
            .allMatch(
                key ->
                    KeyValues.same(
                        key,
                        KeyValues.of(kindSettings, key),
                        KeyValues.of(other.kindSettings(), key)));
  }

  /** Whether it has a table of its own. */
  public boolean isNamed() {
    return !name.isEmpty();
  }
}
