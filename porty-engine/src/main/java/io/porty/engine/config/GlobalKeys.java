package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.engine.accesslog.LogSinks;
import io.porty.net.policy.Nat64Prefix;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys at the top of the file. The first four describe the route {@code main}. */
public final class GlobalKeys {

  public static final Key<String> LISTEN_ADDR =
      Addresses.listen(
          "listen_addr", "0.0.0.0", "Address to listen on; the default of listen_addr in routes");
  public static final Key<Integer> LISTEN_PORT =
      Key.integer("listen_port", 8080, 0, 65535, "Port of the TCP route main; 0 takes a free port");
  public static final Key<String> TARGET_ADDR =
      Addresses.target(
          "target_addr",
          "127.0.0.1",
          "Host of the target of main; the default for routes that set only target_port");
  public static final Key<Integer> TARGET_PORT =
      Key.integer("target_port", 80, 0, 65535, "Port of the target of main");
  public static final Key<Integer> MAX_CONNECTIONS =
      Key.integer(
          "max_connections",
          1000,
          1,
          10_000_000,
          "Maximum concurrent connections for each listening address; further clients wait in the backlog, and idle connections are closed for them");
  public static final Key<Integer> MAX_CONNECTIONS_TOTAL =
      Key.integer(
          "max_connections_total",
          0,
          0,
          10_000_000,
          "Maximum concurrent connections on all listeners together; further clients wait in the backlog. 0 sets no limit");
  public static final Key<Integer> MAX_CONNECTIONS_PER_CLIENT =
      Key.integer(
          "max_connections_per_client",
          null,
          0,
          10_000_000,
          "Maximum concurrent connections of one client address to one listening address; further ones are refused. 0 sets no limit. If absent, a client waits at 90 % of max_connections");
  public static final Key<Integer> BUFFER_SIZE_KB =
      Key.integer("buffer_size_kb", 16, 1, 1024, "Maximum size of one read from a socket, in KiB");
  public static final Key<Boolean> LOG_REQUESTS =
      Key.bool("log_requests", true, "Whether the access log is on");
  public static final Key<List<String>> LOG_FORMAT =
      Key.strings(
          "log_format",
          List.of("default"),
          "Access log formats: \"default\", \"plain\", \"json\", \"combined\" or a plugin's; one or a list");
  public static final Key<String> LOG_OUTPUT =
      Key.string(
              "log_output",
              LogSinks.STDOUT,
              "Destination of access logs: \"stdout\", \"slf4j\" (logger porty.traffic), or a file")
          .checked(GlobalKeys::checkOutput);
  public static final Key<Integer> LOG_ROTATE_MB =
      Key.integer(
          "log_rotate_mb",
          0,
          0,
          1_000_000,
          "Rotate a log file before it exceeds this size, in MiB; 0 disables it");
  public static final Key<Duration> LOG_ROTATE_SECONDS =
      Key.seconds(
          "log_rotate_seconds", 0, 0, 366 * 86_400, "Rotate a log file at this age; 0 disables it");
  public static final Key<Integer> LOG_KEEP =
      Key.integer("log_max_files", 10, 1, 10_000, "Number of rotated log files to keep");
  public static final Key<String> TRANSPORT =
      Key.choice(
          "transport",
          "auto",
          List.of("auto", "io_uring", "epoll", "epoll-netty", "kqueue", "nio"),
          "Socket implementation; auto takes the best available one");
  public static final Key<Integer> EVENT_LOOPS =
      Key.integer(
          "event_loops", 0, 0, 1024, "Number of event loop threads; 0 means one for each core");
  public static final Key<String> TLS_PROVIDER =
      Key.choice(
          "tls_provider",
          "auto",
          List.of("auto", "native", "jdk"),
          "TLS implementation: native is BoringSSL, the fastest; auto takes it if it is available");
  public static final Key<Integer> MAX_HANDSHAKES =
      Key.integer(
          "max_handshakes_per_second",
          0,
          0,
          1_000_000,
          "Maximum full TLS handshakes of clients in a second, on all listeners together; further ones wait. 0 sets no limit");
  public static final Key<List<String>> TICKET_KEYS =
      Key.strings(
          "ticket_keys",
          List.of(),
          "Files with keys of TLS session tickets that several machines share; the first key encrypts. If absent, keys are made at start");
  public static final Key<String> KEYLOG =
      Key.string(
          "keylog",
          null,
          "File that gets the secrets of all TLS handshakes, for debugging with Wireshark: who reads it can decrypt the connections");
  public static final Key<List<String>> NAT64_PREFIXES =
      Key.strings(
              "nat64_prefixes",
              List.of(),
              "NAT64 prefixes of this network: target policies check the embedded IPv4 address")
          .checked(
              texts ->
                  texts.stream().map(Nat64Prefix::problem).flatMap(Optional::stream).findFirst());
  public static final Key<Integer> TCP_KEEPALIVE_IDLE =
      Key.integer(
          "tcp_keepalive_idle_seconds",
          0,
          0,
          32_767,
          "TCP keep-alive of both sides: idle time before the first probe; 0 means the system's value");
  public static final Key<Integer> TCP_KEEPALIVE_INTERVAL =
      Key.integer(
          "tcp_keepalive_interval_seconds",
          0,
          0,
          32_767,
          "TCP keep-alive: time between two probes; 0 means the system's value");
  public static final Key<Integer> TCP_KEEPALIVE_COUNT =
      Key.integer(
          "tcp_keepalive_count",
          0,
          0,
          127,
          "TCP keep-alive: unacknowledged probes until the connection is closed; 0 means the system's value");
  public static final Key<Duration> DRAIN_TIMEOUT =
      Key.seconds(
          "drain_timeout_seconds",
          10,
          0,
          86_400,
          "Maximum time for open connections to finish after TERM or INT");

  public static final Key<Boolean> WATCH =
      Key.bool("reload_on_change", false, "Whether to reload when the configuration changes");

  public static final Key<List<String>> INCLUDE =
      Key.strings(
          "include",
          List.of(),
          "Further configuration files, relative to this one; may contain patterns: \"conf.d/*.toml\"");

  /** The keys that are read only at start and need a restart to change. */
  public static final List<Key<?>> AT_START =
      List.of(
          TRANSPORT,
          EVENT_LOOPS,
          TLS_PROVIDER,
          KEYLOG,
          TCP_KEEPALIVE_IDLE,
          TCP_KEEPALIVE_INTERVAL,
          TCP_KEEPALIVE_COUNT,
          WATCH);

  /** The keys that describe the route main. */
  static final List<Key<?>> OF_MAIN = List.of(LISTEN_ADDR, LISTEN_PORT, TARGET_ADDR, TARGET_PORT);

  public static final List<Key<?>> ALL =
      List.of(
          INCLUDE,
          LISTEN_ADDR,
          LISTEN_PORT,
          TARGET_ADDR,
          TARGET_PORT,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_TOTAL,
          MAX_CONNECTIONS_PER_CLIENT,
          BUFFER_SIZE_KB,
          LOG_REQUESTS,
          LOG_FORMAT,
          LOG_OUTPUT,
          LOG_ROTATE_MB,
          LOG_ROTATE_SECONDS,
          LOG_KEEP,
          TRANSPORT,
          EVENT_LOOPS,
          TLS_PROVIDER,
          TICKET_KEYS,
          MAX_HANDSHAKES,
          KEYLOG,
          TCP_KEEPALIVE_IDLE,
          TCP_KEEPALIVE_INTERVAL,
          TCP_KEEPALIVE_COUNT,
          NAT64_PREFIXES,
          DRAIN_TIMEOUT,
          WATCH);

  /** Of the command line alone: the route main serves HTTPS in HTTP mode. */
  public static final Key<String> TLS =
      Key.choice("tls", null, List.of("local"), "TLS of the route main");

  static Optional<String> checkOutput(String output) {
    try {
      return output.isBlank() || Path.of(output).getFileName() == null
          ? Optional.of("is \"" + output + "\"; expected \"stdout\", \"slf4j\" or a file")
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.of(
          "is no path: " + e.getReason() + "; expected \"stdout\", \"slf4j\" or a file");
    }
  }

  private GlobalKeys() {}
}
