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
 * @param more plugins besides those that are found, for tests of them; treated as a stranger's
 */
public record PortyOptions(
    Optional<Path> config,
    Path plugins,
    Map<String, Object> globals,
    OutputStream traffic,
    Optional<Path> predecessor,
    List<PortyPlugin> more) {

  public PortyOptions {
    globals = Map.copyOf(globals);
    more = List.copyOf(more);
  }

  /** With the plugins that are found. */
  public PortyOptions(
      Optional<Path> config, Path plugins, Map<String, Object> globals, OutputStream traffic) {
    this(config, plugins, globals, traffic, Optional.empty(), List.of());
  }

  /** With further plugins, for tests of them. */
  public PortyOptions(
      Optional<Path> config,
      Path plugins,
      Map<String, Object> globals,
      OutputStream traffic,
      List<PortyPlugin> more) {
    this(config, plugins, globals, traffic, Optional.empty(), more);
  }

  /** The same, to take over from a Porty that waits there. */
  public PortyOptions after(Path waiting) {
    return new PortyOptions(config, plugins, globals, traffic, Optional.of(waiting), more);
  }

  /** With a traffic log that goes nowhere unless the configuration names a place for it. */
  public PortyOptions(Optional<Path> config, Path plugins, Map<String, Object> globals) {
    this(config, plugins, globals, OutputStream.nullOutputStream());
  }
}
