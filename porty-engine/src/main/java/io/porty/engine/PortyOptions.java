package io.porty.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to start.
 *
 * @param config the configuration file; none means defaults
 * @param plugins the plugins folder; it may be absent
 * @param globals global keys given on the command line, numbers as Long; they stand above the file
 */
public record PortyOptions(Optional<Path> config, Path plugins, Map<String, Object> globals) {
  public PortyOptions {
    globals = Map.copyOf(globals);
  }
}
