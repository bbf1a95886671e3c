package io.porty.net.policy;

import java.util.List;

/**
 * What a route's configuration says about targets that clients choose.
 *
 * @param allow the only ones; empty allows every one that nothing else refuses
 * @param deny stronger than {@code allow}
 * @param nat64 translators' prefixes of this network
 */
public record TargetRules(
    List<TargetPattern> allow, List<TargetPattern> deny, List<Nat64Prefix> nat64) {

  public TargetRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    nat64 = List.copyOf(nat64);
  }
}
