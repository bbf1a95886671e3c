package io.porty.engine.policy;

import io.porty.api.Target;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a request may make Porty connect to an address. The address is the resolved one,
 * and the one that is then connected to, so that no name can change its mind between check and use.
 * Thread-safe.
 */
public final class TargetPolicy {

  private final List<TargetPattern> allow;
  private final List<TargetPattern> deny;
  private final OwnAddresses own;

  public TargetPolicy(List<TargetPattern> allow, List<TargetPattern> deny, OwnAddresses own) {
    this.allow = List.copyOf(allow);
    this.deny = List.copyOf(deny);
    this.own = own;
  }

  /** Why the address is refused, or nothing if it may be used. */
  public Optional<String> refusal(Target target, InetAddress address) {
    Optional<String> reserved = ReservedAddresses.kind(address);
    if (reserved.isPresent()) {
      return Optional.of(address.getHostAddress() + " is " + reserved.get());
    }
    if (own.contains(address, target.port())) {
      return Optional.of(target + " is this Porty itself");
    }
    String name = HostPattern.normalise(target.host());
    if (deny.stream().anyMatch(p -> p.matches(name, address, target.port()))) {
      return Optional.of(target + " is in deny_targets");
    }
    if (!allow.isEmpty()
        && allow.stream().noneMatch(p -> p.matches(name, address, target.port()))) {
      return Optional.of(target + " is not in allow_targets");
    }
    return Optional.empty();
  }

  /**
   * Why a Unix domain socket is refused. Only one that {@code allow_targets} lists may be used:
   * sockets of this machine are no network service, and often powerful.
   */
  public Optional<String> refusal(Target unix) {
    if (deny.stream().anyMatch(p -> p.matchesUnix(unix.path()))) {
      return Optional.of(unix + " is in deny_targets");
    }
    return allow.stream().anyMatch(p -> p.matchesUnix(unix.path()))
        ? Optional.empty()
        : Optional.of(unix + " is not in allow_targets");
  }
}
