package io.porty.engine.config;

import io.porty.api.route.ServerNameRule;
import io.porty.net.policy.HostPattern;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A route by server names at an address with TLS, while routes are read.
 *
 * @param group with this one route
 * @param at its settings
 */
record PassthroughClaim(VirtualHosts group, TomlSettings at) {

  RouteConfig route() {
    return group.routes().get(0);
  }

  private List<ServerNameRule> rules() {
    return Passthrough.rules(route());
  }

  Passthrough with(Collection<String> hosts) {
    return new Passthrough(
        group, new PassedNames(rules().stream().map(ServerNameRule::name).toList(), hosts));
  }

  /**
   * Reports the names that are a host of a route with TLS too.
   *
   * @param owner says of a host who has it and where: {@code route "web" (line 4)}; null for none
   */
  void checkNames(Function<String, @Nullable String> owner) {
    for (ServerNameRule rule : rules()) {
      String other = owner.apply(HostPattern.normalise(rule.name()));
      if (other != null) {
        ((TomlSettings) rule.settings())
            .report(
                rule.key(),
                "has \""
                    + rule.name()
                    + "\", which cannot pass through: it is a host of "
                    + other
                    + " at the same address, whose TLS ends here",
                "Remove it from one of the two.");
      }
    }
  }
}
