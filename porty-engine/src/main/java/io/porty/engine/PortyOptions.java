package io.porty.engine;

import io.porty.api.plugin.PortyPlugin;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to start.
 *
 * @param config the configuration file; none means defaults
 * @param plugins the plugins folder; it may be absent
 * @param globals global keys given on the command line, numbers as Long; they stand above the file
 * @param traffic what the value {@code stdout} of {@code log_output} stands for; never closed
 * @param predecessor where a Porty waits whose listening sockets this one takes over
 * @param environment of the process, in which a service manager tells what it has prepared and
 *     wants to hear; empty for a Porty within another program
 * @param more plugins besides those that are found, for tests of them; treated as a stranger's
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

  /** With the plugins that are found. */
  public PortyOptions(
      Optional<Path> config, Path plugins, Map<String, Object> globals, OutputStream traffic) {
    this(config, plugins, globals, traffic, Optional.empty(), Map.of(), List.of());
  }

  /** With further plugins, for tests of them. */
  public PortyOptions(
      Optional<Path> config,
      Path plugins,
      Map<String, Object> globals,
      OutputStream traffic,
      List<PortyPlugin> more) {
    this(config, plugins, globals, traffic, Optional.empty(), Map.of(), more);
  }

  /** The same, as the process that a service manager or a predecessor has started. */
  public PortyOptions asProcess(Map<String, String> variables, Optional<Path> before) {
    return new PortyOptions(config, plugins, globals, traffic, before, variables, more);
  }

  /** With a traffic log that goes nowhere unless the configuration names a place for it. */
  public PortyOptions(Optional<Path> config, Path plugins, Map<String, Object> globals) {
    this(config, plugins, globals, OutputStream.nullOutputStream());
  }
}
