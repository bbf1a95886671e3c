package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.engine.accesslog.LogRotation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A checked configuration.
 *
 * @param source where it came from, for people
 * @param transport as written: auto, io_uring, epoll, nio
 * @param eventLoops 0 means one for each core
 * @param drainTimeout how long open connections may go on when stopping
 * @param logRotation when files of the traffic log are begun anew
 * @param groups what is listened on, each with its routes; only enabled routes
 * @param admin where people look into it, if anywhere
 * @param globals the keys at the top
 * @param warnings what is allowed but deserves a word at start
 */
public record PortyConfig(
    String source,
    String transport,
    int eventLoops,
    Duration drainTimeout,
    LogRotation logRotation,
    List<VirtualHosts> groups,
    Optional<AdminConfig> admin,
    Settings globals,
    List<String> warnings) {

  public PortyConfig {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** Of all listeners together; 0 sets no limit. */
  public int maxConnectionsTotal() {
    return globals.get(GlobalKeys.MAX_CONNECTIONS_TOTAL);
  }
}
