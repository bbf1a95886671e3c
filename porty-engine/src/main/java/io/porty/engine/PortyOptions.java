package io.porty.engine;

import io.porty.api.plugin.PortyPlugin;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a Porty.
 *
 * @param config the configuration file; empty for the defaults
 * @param plugins the plugins directory; it need not exist
 * @param globals global keys given on the command line, numbers as Long; they override the file
 * @param traffic the stream for {@code log_output = "stdout"}; never closed
 * @param predecessor the rendezvous socket of the Porty whose listening sockets this one takes over
 * @param environment environment variables, for systemd's socket activation and notifications;
 *     empty for a Porty embedded in another program
 * @param more additional plugin instances, for tests of plugins; treated as third-party
 */
public record PortyOptions(
    Optional<Path> config,
    Path plugins,
    Map<String, Object> globals,
    OutputStream traffic,
    Optional<Path> predecessor,
    Map<String, String> environment,
    List<PortyPlugin> more) {

  public PortyOptions {
    globals = Map.copyOf(globals);
    environment = Map.copyOf(environment);
    more = List.copyOf(more);
  }

  /** With the plugins of the class path and the plugins directory only. */
  public PortyOptions(
      Optional<Path> config, Path plugins, Map<String, Object> globals, OutputStream traffic) {
    this(config, plugins, globals, traffic, Optional.empty(), Map.of(), List.of());
  }

  /** With additional plugins, for tests of plugins. */
  public PortyOptions(
      Optional<Path> config,
      Path plugins,
      Map<String, Object> globals,
      OutputStream traffic,
      List<PortyPlugin> more) {
    this(config, plugins, globals, traffic, Optional.empty(), Map.of(), more);
  }

  /** A copy for a process that systemd or a predecessor has started. */
  public PortyOptions asProcess(Map<String, String> variables, Optional<Path> rendezvous) {
    return new PortyOptions(config, plugins, globals, traffic, rendezvous, variables, more);
  }

  /** With access logs on standard output discarded. */
  public PortyOptions(Optional<Path> config, Path plugins, Map<String, Object> globals) {
    this(config, plugins, globals, OutputStream.nullOutputStream());
  }
}
