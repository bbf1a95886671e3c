package io.porty.net.tls.local;

import io.porty.api.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * What a local authority may sign: its hosts, names below them, and loopback addresses.
 *
 * @param hosts lower case
 */
public record LocalScope(List<String> hosts) {

  public LocalScope {
    hosts = List.copyOf(hosts);
  }

  /** Of an authority that is made on a machine; a name that is no host name is left out. */
  static LocalScope of(String machine) {
    String name = machine.toLowerCase(Locale.ROOT);
    return new LocalScope(
        isHost(name) && !name.equals("localhost")
            ? List.of("localhost", name)
            : List.of("localhost"));
  }

  private static boolean isHost(String name) {
    return name.length() <= 64 && name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9-]+)*");
  }

  /** Whether it has a host name, a wildcard or an IP address. */
  public boolean permits(String name) {
    InetAddress address = IpLiteral.parse(name);
    if (address != null) {
      return address.isLoopbackAddress();
    }
    String bare = name.startsWith("*.") ? name.substring(2) : name;
    String host = bare.toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(h -> host.equals(h) || host.endsWith("." + h));
  }

  /** For messages. */
  @Override
  public String toString() {
    return String.join(", ", hosts) + ", names below them and loopback addresses";
  }
}
