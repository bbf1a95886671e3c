package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.listener.ListenerFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener: everything that applies to a connection before its route is known.
 *
 * @param name of its {@code [[listeners]]} table; empty for the listener of a route's own keys
 * @param kind accepts connections
 * @param kindSettings the kind's own keys
 * @param settings its table, or that of the first of its routes: with the mode's keys for it
 * @param tls null without TLS
 */
public record ListenerConfig(
    String name,
    ListenerFactory kind,
    Settings kindSettings,
    TomlSettings settings,
    ListenerLimits limits,
    @Nullable TlsConfig tls) {

  /** The same with other TLS. */
  ListenerConfig withTls(@Nullable TlsConfig other) {
    return new ListenerConfig(name, kind, kindSettings, settings, limits, other);
  }

  /** Whose connections begin with a PROXY header; null if nobody's. */
  public @Nullable ProxySources proxySources() {
    List<String> from = settings.get(ListenerKeys.PROXY_PROTOCOL_FROM);
    return from.isEmpty() ? null : ProxySources.of(from);
  }

  /** Whether both configurations need the same socket options. */
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

  /** Whether it has a {@code [[listeners]]} table. */
  public boolean isNamed() {
    return !name.isEmpty();
  }
}
