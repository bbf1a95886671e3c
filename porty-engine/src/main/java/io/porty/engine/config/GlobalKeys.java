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
          "listen_addr", "0.0.0.0", "Address to listen on; also what routes use that do not say");
  public static final Key<Integer> LISTEN_PORT =
      Key.integer("listen_port", 8080, 0, 65535, "Port of the TCP route main; 0 is a free one");
  public static final Key<String> TARGET_ADDR =
      Addresses.target(
          "target_addr",
          "127.0.0.1",
          "Where main forwards to; also what routes use that name only a port");
  public static final Key<Integer> TARGET_PORT =
      Key.integer("target_port", 80, 0, 65535, "Port that main forwards to");
  public static final Key<Integer> MAX_CONNECTIONS =
      Key.integer(
          "max_connections",
          1000,
          1,
          10_000_000,
          "Connections at once at each listening address; further clients wait in the backlog, and idle ones give way to them");
  public static final Key<Integer> MAX_CONNECTIONS_TOTAL =
      Key.integer(
          "max_connections_total",
          0,
          0,
          10_000_000,
          "Connections at once on all listeners together; further clients wait. 0 sets no limit");
  public static final Key<Integer> MAX_CONNECTIONS_PER_CLIENT =
      Key.integer(
          "max_connections_per_client",
          null,
          0,
          10_000_000,
          "Connections at once of one client address to one listener; further ones are refused, 0 sets no limit. If absent, a client waits beyond nine tenths of max_connections");
  public static final Key<Integer> BUFFER_SIZE_KB =
      Key.integer(
          "buffer_size_kb", 8, 1, 1024, "The most that is read from a socket at once, in KiB");
  public static final Key<Boolean> LOG_REQUESTS =
      Key.bool("log_requests", true, "Whether traffic is logged");
  public static final Key<List<String>> LOG_FORMAT =
      Key.strings(
          "log_format",
          List.of("default"),
          "The access logs: \"default\", \"plain\", \"json\", \"combined\", a plugin's; or several in a list");
  public static final Key<String> LOG_OUTPUT =
      Key.string(
              "log_output",
              LogSinks.STDOUT,
              "Where access logs write: \"stdout\", \"slf4j\" (the logger porty.traffic), or a file")
          .checked(GlobalKeys::checkOutput);
  public static final Key<Integer> LOG_ROTATE_MB =
      Key.integer(
          "log_rotate_mb",
          0,
          0,
          1_000_000,
          "A log file is begun anew before it grows larger, in MiB; 0 is never");
  public static final Key<Duration> LOG_ROTATE_SECONDS =
      Key.seconds(
          "log_rotate_seconds",
          0,
          0,
          366 * 86_400,
          "A log file is begun anew after so long; 0 is never");
  public static final Key<Integer> LOG_KEEP =
      Key.integer("log_max_files", 10, 1, 10_000, "How many former log files stay");
  public static final Key<String> TRANSPORT =
      Key.choice(
          "transport",
          "auto",
          List.of("auto", "io_uring", "epoll", "epoll-netty", "kqueue", "nio"),
          "How sockets are driven; auto takes the best that works here");
  public static final Key<Integer> EVENT_LOOPS =
      Key.integer("event_loops", 0, 0, 1024, "Threads that move traffic; 0 is one for each core");
  public static final Key<String> TLS_PROVIDER =
      Key.choice(
          "tls_provider",
          "auto",
          List.of("auto", "native", "jdk"),
          "Who does TLS: native is BoringSSL, the fastest; auto takes it where it works");
  public static final Key<List<String>> NAT64_PREFIXES =
      Key.strings(
              "nat64_prefixes",
              List.of(),
              "Prefixes behind which translators of this network reach IPv4: target policies look at the address inside")
          .checked(
              texts ->
                  texts.stream().map(Nat64Prefix::problem).flatMap(Optional::stream).findFirst());
  public static final Key<Integer> TCP_KEEPALIVE_IDLE =
      Key.integer(
          "tcp_keepalive_idle_seconds",
          0,
          0,
          32_767,
          "Silence of a TCP connection before it is probed, on both sides; 0 is the system's");
  public static final Key<Integer> TCP_KEEPALIVE_INTERVAL =
      Key.integer(
          "tcp_keepalive_interval_seconds",
          0,
          0,
          32_767,
          "Time between two probes; 0 is the system's");
  public static final Key<Integer> TCP_KEEPALIVE_COUNT =
      Key.integer(
          "tcp_keepalive_count",
          0,
          0,
          127,
          "Probes without an answer before the connection is closed; 0 is the system's");
  public static final Key<Duration> DRAIN_TIMEOUT =
      Key.seconds(
          "drain_timeout_seconds",
          10,
          0,
          86_400,
          "How long open connections may go on after TERM or INT");

  public static final Key<Boolean> WATCH =
      Key.bool("reload_on_change", false, "Whether a change of this file is noticed and served by");

  public static final Key<List<String>> INCLUDE =
      Key.strings(
          "include",
          List.of(),
          "Further files of this configuration, relative to this one; with * in the name: \"conf.d/*.toml\"");

  /** The keys that are read only at start and need a restart to change. */
  public static final List<Key<?>> AT_START =
      List.of(
          TRANSPORT,
          EVENT_LOOPS,
          TLS_PROVIDER,
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
          TCP_KEEPALIVE_IDLE,
          TCP_KEEPALIVE_INTERVAL,
          TCP_KEEPALIVE_COUNT,
          NAT64_PREFIXES,
          DRAIN_TIMEOUT,
          WATCH);

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
