package io.porty.net.policy;

import java.util.List;

/**
 * The rules of a route for targets that clients choose.
 *
 * @param allow the only allowed targets; empty allows all that nothing else denies
 * @param deny takes precedence over {@code allow}
 * @param nat64 NAT64 prefixes of this network
 */
public record TargetRules(
    List<TargetPattern> allow, List<TargetPattern> deny, List<Nat64Prefix> nat64) {

  public TargetRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    nat64 = List.copyOf(nat64);
  }
}
