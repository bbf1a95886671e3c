package io.porty.api;

import java.util.Objects;

/**
 * Where a connection goes: a host name or IP literal, and a TCP port. The name is not yet resolved;
 * the dialer resolves it, checks the address against the target policy and connects to that same
 * address.
 *
 * @param host a DNS name, an IPv4 literal, or an IPv6 literal without brackets
 * @param port 1 to 65535
 */
public record Target(String host, int port) {

  public Target {
    Objects.requireNonNull(host, "host");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a target needs a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
    }
  }

  /** {@code host:port}, an IPv6 literal in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
