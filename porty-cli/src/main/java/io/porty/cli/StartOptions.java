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

/** The options of {@code start}. What is given here stands above the file. */
final class StartOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration; without it ./config.toml, then conf/porty.toml of the installation")
  @Nullable Path config;

  @Option(
      names = "--listen-addr",
      paramLabel = "ADDR",
      description = "Address that the TCP route main listens on")
  @Nullable String listenAddr;

  @Option(names = "--listen-port", paramLabel = "PORT", description = "Port that main listens on")
  @Nullable Long listenPort;

  @Option(names = "--target-addr", paramLabel = "HOST", description = "Where main forwards to")
  @Nullable String targetAddr;

  @Option(names = "--target-port", paramLabel = "PORT", description = "Port that main forwards to")
  @Nullable Long targetPort;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more while starting")
  boolean verbose;

  @Option(
      names = {"-d", "--daemon"},
      description = "Run in the background; returns once the ports are bound")
  boolean daemon;

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description = "Where the process id is written; with --daemon the default is porty.pid")
  @Nullable Path pidFile;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Where --daemon sends what it would print; the default is porty.log")
  @Nullable Path logFile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  boolean help;

  /** The file to read, if there is any. */
  Optional<Path> configFile() {
    return config != null ? Optional.of(config) : Home.config();
  }

  PortyOptions engineOptions() {
    return engineOptions(OutputStream.nullOutputStream());
  }

  /**
   * @param traffic what {@code log_output = "stdout"} means
   */
  PortyOptions engineOptions(OutputStream traffic) {
    return new PortyOptions(configFile(), Home.plugins(), globals(), traffic);
  }

  private Map<String, Object> globals() {
    Map<String, Object> globals = new LinkedHashMap<>();
    put(globals, "listen_addr", listenAddr);
    put(globals, "listen_port", listenPort);
    put(globals, "target_addr", targetAddr);
    put(globals, "target_port", targetPort);
    return globals;
  }

  /** What starts the same once more, but for its pid file and the background. */
  List<String> again() {
    List<String> words = new ArrayList<>();
    words.add("start");
    if (config != null) { // else it is looked for anew: a new version may bring its own
      words.add("--config=" + config.toAbsolutePath());
    }
    globals().forEach((key, value) -> words.add("--" + key.replace('_', '-') + "=" + value));
    if (verbose) {
      words.add("--verbose");
    }
    return words;
  }

  private static void put(Map<String, Object> globals, String key, @Nullable Object value) {
    if (value != null) {
      globals.put(key, value);
    }
  }
}
