package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.net.transport.TcpKeepAlive;
import java.util.Optional;

/**
 * The limits and socket options of each address of a listener, for all kinds and modes.
 *
 * @param maxConnections maximum of open connections
 * @param maxConnectionsPerClient 0 for no limit; {@link #NOT_SET} if not configured
 * @param bufferBytes maximum size of one read from a client
 * @param backlog of connections that wait to be accepted
 * @param keepAlive TCP keep-alive settings; empty to use the global keys
 */
public record ListenerLimits(
    int maxConnections,
    int maxConnectionsPerClient,
    int bufferBytes,
    int backlog,
    Optional<TcpKeepAlive> keepAlive) {

  /** The key {@code max_connections_per_client} is not set. */
  public static final int NOT_SET = -1;

  /** Reads a {@code [[listeners]]} table, or a route without one. */
  static ListenerLimits of(TomlSettings settings, Globals globals, boolean isTable) {
    return new ListenerLimits(
        settings
            .find(ListenerKeys.MAX_CONNECTIONS)
            .orElseGet(() -> globals.get(GlobalKeys.MAX_CONNECTIONS)),
        settings
            .find(ListenerKeys.MAX_CONNECTIONS_PER_CLIENT)
            .or(() -> globals.find(GlobalKeys.MAX_CONNECTIONS_PER_CLIENT))
            .orElse(NOT_SET),
        settings
                .find(isTable ? ListenerKeys.BUFFER_SIZE_KB : RouteKeys.BUFFER_SIZE_KB)
                .orElseGet(() -> globals.get(GlobalKeys.BUFFER_SIZE_KB))
            * 1024,
        isTable
            ? settings.get(ListenerKeys.BACKLOG)
            : ListenerKeys.BACKLOG.defaultValue().orElseThrow(),
        isTable ? keepAlive(settings, globals) : Optional.empty());
  }

  private static Optional<TcpKeepAlive> keepAlive(TomlSettings settings, Globals globals) {
    boolean own =
        settings.has(ListenerKeys.TCP_KEEPALIVE_IDLE)
            || settings.has(ListenerKeys.TCP_KEEPALIVE_INTERVAL)
            || settings.has(ListenerKeys.TCP_KEEPALIVE_COUNT);
    return own
        ? Optional.of(
            new TcpKeepAlive(
                either(
                    settings,
                    ListenerKeys.TCP_KEEPALIVE_IDLE,
                    globals,
                    GlobalKeys.TCP_KEEPALIVE_IDLE),
                either(
                    settings,
                    ListenerKeys.TCP_KEEPALIVE_INTERVAL,
                    globals,
                    GlobalKeys.TCP_KEEPALIVE_INTERVAL),
                either(
                    settings,
                    ListenerKeys.TCP_KEEPALIVE_COUNT,
                    globals,
                    GlobalKeys.TCP_KEEPALIVE_COUNT)))
        : Optional.empty();
  }

  private static int either(
      TomlSettings settings, Key<Integer> key, Globals globals, Key<Integer> global) {
    return settings.find(key).orElseGet(() -> globals.get(global));
  }
}
