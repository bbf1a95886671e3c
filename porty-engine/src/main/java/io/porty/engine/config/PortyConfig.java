package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.engine.accesslog.LogRotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked configuration.
 *
 * @param source where it was read from, for messages
 * @param transport as configured: auto, io_uring, epoll, kqueue, nio
 * @param eventLoops 0 means one for each core
 * @param drainTimeout how long open connections may continue when stopping
 * @param logRotation when access log files are rotated
 * @param groups the listening addresses with their enabled routes
 * @param admin the admin endpoint, if there is one
 * @param globals the global keys
 * @param atStart the keys that were read when Porty started; those of this one at the start
 * @param certificates of its listeners; null if none has TLS
 * @param warnings to be printed at start
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
    @Nullable ConfiguredCertificates certificates,
    List<String> warnings) {

  public PortyConfig {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** A copy for a Porty that has started with other values of start-only keys. */
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
        certificates,
        warnings);
  }

  /** The changes that need a restart, one sentence for each key. */
  public List<String> needsRestart() {
    return atStart.differences(globals);
  }

  /**
   * The groups that have a listener: all but those that another one's connections pass through to.
   */
  public List<VirtualHosts> listening() {
    Set<VirtualHosts> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (VirtualHosts group : groups) {
      Passthrough passthrough = group.passthrough();
      if (passthrough != null) {
        passed.add(passthrough.group());
      }
    }
    return groups.stream().filter(group -> !passed.contains(group)).toList();
  }

  /** The file that gets the secrets of TLS handshakes; null for none. */
  public @Nullable Path keyLog() {
    TomlSettings top = (TomlSettings) globals;
    String name = top.find(GlobalKeys.KEYLOG).orElse(null);
    return name == null
        ? null
        : Path.of(top.place(GlobalKeys.KEYLOG).text().name()).resolveSibling(name);
  }

  /** The connection limit of all listeners together; 0 for none. */
  public int maxConnectionsTotal() {
    return globals.get(GlobalKeys.MAX_CONNECTIONS_TOTAL);
  }
}
