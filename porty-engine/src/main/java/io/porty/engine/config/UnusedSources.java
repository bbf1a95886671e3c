package io.porty.engine.config;

import java.util.List;
import java.util.Set;

/** Tables of certificate sources that no certificate is of. */
final class UnusedSources {

  /**
   * @param sources names of the certificate sources that there are
   * @return a warning for each
   */
  static List<String> warnings(TomlSettings top, Set<String> sources, List<VirtualHosts> groups) {
    return sources.stream()
        .filter(top::hasTable)
        .filter(
            source ->
                groups.stream()
                    .map(group -> group.listenerConfig().tls())
                    .noneMatch(tls -> tls != null && tls.isOf(source)))
        .map(source -> "[" + source + "] is not used: no route has tls = \"" + source + "\"")
        .toList();
  }

  private UnusedSources() {}
}
