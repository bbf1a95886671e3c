package io.porty.engine.config;

import io.porty.api.Key;
import java.util.List;

/**
 * The common keys of {@code [[listeners]]} tables: everything that applies before a route is known.
 * Modes add their own ({@code ModeFactory.listenerKeys}); kinds of listeners have a subtable.
 */
public final class ListenerKeys {

  public static final Key<String> NAME =
      Key.string("name", null, "Unique name of the listener, for listener = \"NAME\" in routes")
          .checked(RouteKeys::checkName);
  public static final Key<List<String>> ADDRESS =
      Key.strings(
              "address",
              null,
              "Listening addresses: \"address:port\", \":port\" for all IPv4 addresses, \"[::]:port\", \"address:first-last\", \"unix:/path\", or a list of them; port 0 is a free one")
          .checked(ListenAddress::problem);
  public static final Key<String> KIND =
      Key.string(
          "kind",
          null,
          "Listener plugin that accepts connections: \"tcp\", \"unix\", or a plugin's; determined by the address if absent");
  public static final Key<Integer> MAX_CONNECTIONS = RouteKeys.MAX_CONNECTIONS;
  public static final Key<Integer> MAX_CONNECTIONS_PER_CLIENT =
      RouteKeys.MAX_CONNECTIONS_PER_CLIENT;
  public static final Key<List<String>> PROXY_PROTOCOL_FROM = RouteKeys.PROXY_PROTOCOL_FROM;
  public static final Key<Integer> BUFFER_SIZE_KB =
      Key.integer("buffer_size_kb", null, 1, 1024, "As the global key, for client connections");
  public static final Key<Integer> BACKLOG =
      Key.integer(
          "backlog",
          4096,
          1,
          1_000_000,
          "Maximum connections that wait to be accepted; the kernel caps it at net.core.somaxconn");
  public static final Key<Integer> TCP_KEEPALIVE_IDLE =
      Key.integer(
          "tcp_keepalive_idle_seconds",
          null,
          0,
          32_767,
          "As the global key, for client connections");
  public static final Key<Integer> TCP_KEEPALIVE_INTERVAL =
      Key.integer(
          "tcp_keepalive_interval_seconds",
          null,
          0,
          32_767,
          "As the global key, for client connections");
  public static final Key<Integer> TCP_KEEPALIVE_COUNT =
      Key.integer("tcp_keepalive_count", null, 0, 127, "As the global key, for client connections");

  public static final List<Key<?>> ALL =
      List.of(
          NAME,
          ADDRESS,
          KIND,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_PER_CLIENT,
          PROXY_PROTOCOL_FROM,
          BUFFER_SIZE_KB,
          BACKLOG,
          TCP_KEEPALIVE_IDLE,
          TCP_KEEPALIVE_INTERVAL,
          TCP_KEEPALIVE_COUNT);

  /** The keys that a route without {@code listener} may also set. */
  static final List<Key<?>> ON_ROUTES =
      List.of(MAX_CONNECTIONS, MAX_CONNECTIONS_PER_CLIENT, PROXY_PROTOCOL_FROM);

  private ListenerKeys() {}
}
