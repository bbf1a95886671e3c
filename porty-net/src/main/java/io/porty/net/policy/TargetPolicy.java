package io.porty.net.policy;

import io.porty.api.AddressText;
import io.porty.api.IpLiteral;
import io.porty.api.Target;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a client may make Porty connect to an address. The address is the resolved one,
 * and the one that is then connected to. This prevents DNS rebinding. Every rule looks at the
 * address and at each address inside it ({@link AddressReadings}). Thread-safe.
 */
public final class TargetPolicy {

  private static final String NOT_ALLOWED = " is not in allow_targets";
  private static final String DENIED = " is in deny_targets";

  private final List<TargetPattern> allow;
  private final List<TargetPattern> deny;
  private final OwnAddresses own;
  private final AddressReadings readings;

  public TargetPolicy(TargetRules rules, OwnAddresses own) {
    this.allow = rules.allow();
    this.deny = rules.deny();
    this.own = own;
    this.readings = new AddressReadings(rules.nat64());
  }

  /**
   * Why the target is denied by its text alone, before a DNS look-up, which would disclose it to
   * the name server. Empty if the resolved address decides.
   */
  public Optional<String> refusalByName(Target target) {
    String name = HostPattern.normalise(target.host());
    int port = target.port();
    if (IpLiteral.parse(name) != null) {
      return Optional.empty();
    }
    for (TargetPattern pattern : deny) {
      if (pattern.matchesName(name, port)) {
        return Optional.of(target + DENIED);
      }
    }
    for (TargetPattern pattern : allow) {
      if (pattern.matchesName(name, port) || pattern.needsAddress(port)) {
        return Optional.empty();
      }
    }
    return allow.isEmpty() ? Optional.empty() : Optional.of(target + NOT_ALLOWED);
  }

  /**
   * Whether the lists match this name by its address. Then a name that does not exist is denied as
   * one that does, so that clients cannot find out which names exist.
   */
  public boolean decidesByAddress(Target target) {
    String name = HostPattern.normalise(target.host());
    int port = target.port();
    if (IpLiteral.parse(name) != null) {
      return false;
    }
    for (TargetPattern pattern : deny) {
      if (pattern.needsAddress(port)) {
        return true;
      }
    }
    for (TargetPattern pattern : allow) {
      if (pattern.matchesName(name, port)) {
        return false;
      }
    }
    return !allow.isEmpty();
  }

  /** Why the address is denied; empty if it is allowed. */
  @SuppressWarnings("ReferenceEquality") // compares by identity
  public Optional<String> refusal(Target target, InetAddress address) {
    List<InetAddress> all = readings.of(address);
    String name = HostPattern.normalise(target.host());
    int port = target.port();
    for (InetAddress reading : all) {
      Optional<String> reserved = ReservedAddresses.kind(reading);
      if (reserved.isPresent()) {
        String where = reading == address ? " is " : " leads to " + AddressText.of(reading) + ", ";
        return Optional.of(AddressText.of(address) + where + reserved.get());
      }
      if (own.contains(reading, port)) {
        return Optional.of(target + " is this Porty itself");
      }
      if (matches(deny, name, reading, port)) {
        return Optional.of(target + DENIED);
      }
    }
    for (InetAddress reading : all) {
      if (!allow.isEmpty() && !matches(allow, name, reading, port)) {
        return Optional.of(target + NOT_ALLOWED);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(
      List<TargetPattern> list, String name, InetAddress address, int port) {
    for (TargetPattern pattern : list) {
      if (pattern.matches(name, address, port)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why a Unix domain socket is denied. Only those in {@code allow_targets} are allowed: local
   * sockets often give far-reaching access.
   */
  public Optional<String> refusal(Target unix) {
    if (deny.stream().anyMatch(p -> p.matchesUnix(unix.path()))) {
      return Optional.of(unix + DENIED);
    }
    return allow.stream().anyMatch(p -> p.matchesUnix(unix.path()))
        ? Optional.empty()
        : Optional.of(unix + NOT_ALLOWED);
  }
}
