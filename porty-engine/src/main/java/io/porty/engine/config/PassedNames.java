package io.porty.engine.config;

import io.porty.net.policy.HostPattern;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which server names of an address with TLS pass through without being decrypted: an exact name
 * goes before wildcards, a longer wildcard before shorter ones, whichever side has it. Immutable.
 */
public final class PassedNames {

  private final Set<String> passed = new HashSet<>();
  private final Set<String> opened = new HashSet<>();

  /**
   * @param passed names that pass through, {@code *.example.com} among them
   * @param opened hosts of the routes with TLS
   */
  PassedNames(Collection<String> passed, Collection<String> opened) {
    passed.forEach(name -> this.passed.add(HostPattern.normalise(name)));
    opened.forEach(host -> this.opened.add(HostPattern.normalise(host)));
  }

  /** Whether the connections of a server name pass through. */
  public boolean contains(String serverName) {
    String name = HostPattern.normalise(serverName);
    if (passed.contains(name)) {
      return true;
    }
    if (opened.contains(name)) {
      return false;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String wildcard = "*" + name.substring(dot);
      if (passed.contains(wildcard)) {
        return true;
      }
      if (opened.contains(wildcard)) {
        return false;
      }
    }
    return false;
  }
}
