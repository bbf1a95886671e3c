package io.porty.engine;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to start.
 *
 * @param config the configuration file; none means defaults
 * @param plugins the plugins folder; it may be absent
 * @param globals global keys given on the command line, numbers as Long; they stand above the file
 * @param traffic what the value {@code stdout} of {@code log_output} stands for; never closed
 */
public record PortyOptions(
    Optional<Path> config, Path plugins, Map<String, Object> globals, OutputStream traffic) {

  public PortyOptions {
    globals = Map.copyOf(globals);
  }

  /** With a traffic log that goes nowhere unless the configuration names a place for it. */
  public PortyOptions(Optional<Path> config, Path plugins, Map<String, Object> globals) {
    this(config, plugins, globals, OutputStream.nullOutputStream());
  }
}
