package io.porty.cli;

import io.porty.engine.PortyOptions;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code start}. They override the keys of the configuration file. */
final class StartOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration file; default: ./config.toml, else conf/porty.toml of the installation")
  @Nullable Path config;

  @Option(
      names = "--listen-addr",
      paramLabel = "ADDR",
      description = "Listen address of the TCP route main")
  @Nullable String listenAddr;

  @Option(names = "--listen-port", paramLabel = "PORT", description = "Listen port of main")
  @Nullable Long listenPort;

  @Option(names = "--target-addr", paramLabel = "HOST", description = "Host that main forwards to")
  @Nullable String targetAddr;

  @Option(names = "--target-port", paramLabel = "PORT", description = "Port of the target of main")
  @Nullable Long targetPort;

  @Option(
      names = "--tls",
      description =
          "Make main an HTTPS route, with a certificate of this machine's local CA; its port is 8443 unless --listen-port is given")
  boolean tls;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print version, configuration file and process id at start")
  boolean verbose;

  @Option(
      names = {"-d", "--daemon"},
      description = "Run in the background; returns when the listeners are bound")
  boolean daemon;

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description = "File for the process id; default with --daemon: porty.pid")
  @Nullable Path pidFile;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "File for the output of --daemon; default: porty.log")
  @Nullable Path logFile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  boolean help;

  /** The configuration file that is given, else the first default that exists. */
  Optional<Path> configFile() {
    return config != null ? Optional.of(config) : Home.config();
  }

  /** For checking: access logs on standard output are discarded. */
  PortyOptions engineOptions() {
    return engineOptions(OutputStream.nullOutputStream());
  }

  /**
   * For serving.
   *
   * @param traffic the stream for access logs with {@code log_output = "stdout"}
   */
  PortyOptions engineOptions(OutputStream traffic) {
    return new PortyOptions(configFile(), Home.plugins(), globals(), traffic);
  }

  private Map<String, Object> globals() {
    Map<String, Object> globals = new LinkedHashMap<>();
    put(globals, "listen_addr", listenAddr);
    put(globals, "listen_port", listenPort());
    put(globals, "target_addr", targetAddr);
    put(globals, "target_port", targetPort);
    put(globals, "tls", tls ? "local" : null);
    return globals;
  }

  /** Of main, if the command line says it. */
  @Nullable Long listenPort() {
    return listenPort == null && tls ? Long.valueOf(LocalHttps.DEFAULT_PORT) : listenPort;
  }

  /** The arguments for starting this process again, without {@code --pid-file} and {@code -d}. */
  List<String> relaunchArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("start");
    if (config != null) { // else the new process searches: a new version may have its own default
      arguments.add("--config=" + config.toAbsolutePath());
    }
    Map<String, Object> globals = globals();
    globals.remove("tls");
    globals.forEach((key, value) -> arguments.add("--" + key.replace('_', '-') + "=" + value));
    if (tls) {
      arguments.add("--tls");
    }
    if (verbose) {
      arguments.add("--verbose");
    }
    return arguments;
  }

  private static void put(Map<String, Object> globals, String key, @Nullable Object value) {
    if (value != null) {
      globals.put(key, value);
    }
  }
}
