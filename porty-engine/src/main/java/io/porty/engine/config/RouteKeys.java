package io.porty.engine.config;

import io.porty.api.Cidr;
import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.net.policy.HostPattern;
import io.porty.net.policy.TargetPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The keys of a {@code [[routes]]} table that every mode shares. */
public final class RouteKeys {

  public static final Key<String> NAME =
      Key.string("name", null, "Unique name of the route").checked(RouteKeys::checkName);
  public static final Key<List<String>> LISTEN =
      Key.strings(
              "listen",
              List.of(),
              "Listening addresses, instead of listen_addr and listen_port: \"address:port\", \":port\", \"address:first-last\", \"unix:/path\", or a list of them; port 0 is a free one")
          .checked(ListenAddress::problem);

  public static final Key<Target> TARGET =
      Key.target("target", null, "The fixed target, instead of target_addr and target_port")
          .checked(Addresses::targetProblem);

  public static final Key<String> LISTEN_ADDR =
      Addresses.listen("listen_addr", null, "Address to listen on; the global one if absent");
  public static final Key<Integer> LISTEN_PORT =
      Key.integer(
          "listen_port",
          null,
          0,
          65535,
          "Port to listen on; 0 takes a free port. The global one if this and listen are absent");
  public static final Key<String> TARGET_ADDR =
      Addresses.target(
          "target_addr", null, "Host of the fixed target; \"unused\" means no fixed target");
  public static final Key<Integer> TARGET_PORT =
      Key.integer(
          "target_port", null, 0, 65535, "Port of the fixed target; 0 means no fixed target");
  public static final Key<Boolean> ENABLED =
      Key.bool("enabled", true, "Whether the route is served");
  public static final Key<String> MODE =
      Key.string("mode", "tcp", "The protocol: \"tcp\", \"http\", or a plugin's");
  public static final Key<String> LISTENER =
      Key.string(
          "listener",
          null,
          "The name of a [[listeners]] table, instead of listen, listen_addr and listen_port");
  public static final Key<List<String>> HOST =
      Key.strings(
              "host",
              List.of(),
              "Hosts of this route; \"*.example.com\" matches all of its subdomains")
          .checked(each(HostPattern::problem));
  public static final Key<String> LOG_LEVEL =
      Key.choice(
          "log_level",
          "basic",
          List.of("none", "basic", "verbose"),
          "Detail of the access log; none turns it off, verbose adds header fields");
  public static final Key<Duration> TIMEOUT =
      Key.seconds(
          "timeout_seconds",
          30,
          0.05,
          86_400,
          "Maximum time for connecting, retries included, and for the first byte of the response");
  public static final Key<Duration> CONNECT_TIMEOUT =
      Key.seconds(
          "connect_timeout_seconds",
          0,
          0,
          86_400,
          "Maximum time for connecting alone, retries included; 0 means timeout_seconds");
  public static final Key<Integer> MAX_RETRIES =
      Key.integer(
          "max_retries",
          2,
          0,
          100,
          "Further rounds of connection attempts, after 100, 200, 400 ms and so on");
  public static final Key<List<String>> ROUTERS =
      Key.strings(
          "routers",
          List.of(),
          "Routers that choose the target, in order; default: those of the mode");
  public static final Key<List<String>> ALLOW_TARGETS =
      Key.strings(
              "allow_targets",
              List.of(),
              "The only targets that a client may choose: host[:port], *.domain, CIDR, port ranges")
          .checked(each(TargetPattern::problem));
  public static final Key<List<String>> DENY_TARGETS =
      Key.strings(
              "deny_targets",
              List.of(),
              "Targets that a client may not choose; takes precedence over allow_targets")
          .checked(each(TargetPattern::problem));
  public static final Key<Integer> MAX_CONNECTIONS =
      Key.integer("max_connections", null, 1, 10_000_000, "As the global key, for each address");
  public static final Key<Integer> MAX_CONNECTIONS_PER_CLIENT =
      Key.integer(
          "max_connections_per_client", null, 0, 10_000_000, "As the global key, for each address");
  public static final Key<List<String>> PROXY_PROTOCOL_FROM =
      Key.strings(
              "proxy_protocol_from",
              List.of(),
              "Peers (addresses, CIDR blocks, or \"unix\" for those of Unix domain sockets) whose connections begin with a PROXY header, which names the client")
          .checked(RouteKeys::checkSources);
  public static final Key<String> SEND_PROXY =
      Key.choice(
          "send_proxy",
          null,
          List.of("v1", "v2"),
          "The PROXY header that connections to backends begin with; they are not shared by clients then");
  public static final Key<Integer> BUFFER_SIZE_KB =
      Key.integer(
          "buffer_size_kb",
          null,
          1,
          1024,
          "As the global key, for backend connections; also for client connections if listener is absent");
  public static final Key<Boolean> LOG_REQUESTS =
      Key.bool("log_requests", true, "As the global key, for this route");
  public static final Key<List<String>> LOG_FORMAT =
      Key.strings("log_format", List.of(), "As the global key, for this route");
  public static final Key<String> LOG_OUTPUT =
      Key.string("log_output", null, "As the global key, for this route")
          .checked(GlobalKeys::checkOutput);

  public static final List<Key<?>> ALL =
      List.of(
          NAME,
          LISTEN,
          LISTEN_ADDR,
          LISTEN_PORT,
          TARGET,
          TARGET_ADDR,
          TARGET_PORT,
          ENABLED,
          MODE,
          LISTENER,
          HOST,
          LOG_LEVEL,
          TIMEOUT,
          CONNECT_TIMEOUT,
          MAX_RETRIES,
          ROUTERS,
          ALLOW_TARGETS,
          DENY_TARGETS,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_PER_CLIENT,
          PROXY_PROTOCOL_FROM,
          SEND_PROXY,
          BUFFER_SIZE_KB,
          LOG_REQUESTS,
          LOG_FORMAT,
          LOG_OUTPUT);

  /** The keys of a route's own listen address. */
  static final List<Key<?>> ADDRESS = List.of(LISTEN, LISTEN_ADDR, LISTEN_PORT);

  static Optional<String> checkName(String name) {
    boolean fine =
        !name.isBlank()
            && name.length() <= 64
            && name.chars().allMatch(c -> c > 0x20 && c != 0x7f && c != '[' && c != ']');
    return fine
        ? Optional.empty()
        : Optional.of(
            "is \"" + name + "\"; expected 1 to 64 characters without spaces or brackets");
  }

  private static Optional<String> checkSources(List<String> values) {
    for (String value : values) {
      if (!value.equals(ProxySources.UNIX) && Cidr.parse(value).isEmpty()) {
        return Optional.of(
            "has \""
                + value
                + "\"; expected an address, a CIDR block such as \"10.0.0.0/8\", or \"unix\"");
      }
    }
    return Optional.empty();
  }

  private static Function<List<String>, Optional<String>> each(
      Function<String, Optional<String>> check) {
    return values -> values.stream().map(check).flatMap(Optional::stream).findFirst();
  }

  private RouteKeys() {}
}
