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
 * @param transport as written: auto, io_uring, epoll, kqueue, nio
 * @param eventLoops 0 means one for each core
 * @param drainTimeout how long open connections may go on when stopping
 * @param logRotation when files of the traffic log are begun anew
 * @param groups what is listened on, each with its routes; only enabled routes
 * @param admin where people look into it, if anywhere
 * @param globals the keys at the top
 * @param atStart the keys that were read when Porty started; those of this one at the start
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
    AtStart atStart,
    List<String> warnings) {

  public PortyConfig {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** The same, read by a Porty that has started with other values of some keys. */
  public PortyConfig startedWith(PortyConfig first) {
    return new PortyConfig(
        source,
        transport,
        eventLoops,
        drainTimeout,
        logRotation,
        groups,
        admin,
        globals,
        first.atStart(),
        warnings);
  }

  /** What it says in vain until Porty starts anew, a sentence for each key. */
  public List<String> needsRestart() {
    return atStart.differences(globals);
  }

  /** Of all listeners together; 0 sets no limit. */
  public int maxConnectionsTotal() {
    return globals.get(GlobalKeys.MAX_CONNECTIONS_TOTAL);
  }
}
