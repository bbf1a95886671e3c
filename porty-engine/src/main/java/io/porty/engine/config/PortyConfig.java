package io.porty.engine.config;

import java.time.Duration;
import java.util.List;

/**
 * A checked configuration.
 *
 * @param source where it came from, for people
 * @param transport as written: auto, io_uring, epoll, nio
 * @param eventLoops 0 means one for each core
 * @param drainTimeout how long open connections may go on when stopping
 * @param groups what is listened on, each with its routes; only enabled routes
 * @param warnings what is allowed but deserves a word at start
 */
public record PortyConfig(
    String source,
    String transport,
    int eventLoops,
    Duration drainTimeout,
    List<RouteGroup> groups,
    List<String> warnings) {

  public PortyConfig {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }
}
