package io.porty.engine.config;

import io.porty.api.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one listening address while routes are read: there may be a hundred thousand. For
 * one thread.
 */
final class AddressGroup {

  private final VirtualHosts first;
  private final TomlSettings at;
  private final ConfigPosition place;
  private final ListenerAgreement agreement;
  private final List<RouteConfig> routes = new ArrayList<>();
  private final Map<String, HostClaim> hosts = new HashMap<>();
  private @Nullable TlsConfig tls;
  private @Nullable PassthroughClaim passthrough;

  /** The first owner of a host, with its position. */
  private record HostClaim(String route, ConfigPosition place) {}

  /**
   * @param first with the first route alone
   * @param at settings of the first route
   * @param place where the first route names the address
   */
  AddressGroup(VirtualHosts first, TomlSettings at, ConfigPosition place) {
    this.first = first;
    this.at = at;
    this.place = place;
    this.agreement = new ListenerAgreement(first, at);
  }

  VirtualHosts first() {
    return first;
  }

  TomlSettings at() {
    return at;
  }

  ConfigPosition place() {
    return place;
  }

  /** Adds the first route. */
  boolean begin() {
    return add(first, at);
  }

  /**
   * Adds a route of the same address, listener and mode.
   *
   * @return false after an error
   */
  boolean join(VirtualHosts alone, TomlSettings settings) {
    if (!alone.listenerConfig().isNamed()) {
      agreement.check(alone, settings);
    }
    return add(alone, settings);
  }

  private boolean add(VirtualHosts alone, TomlSettings settings) {
    RouteConfig route = alone.routes().get(0);
    routes.add(route);
    TlsConfig added = alone.listenerConfig().tls();
    if (added != null) {
      tls = tls == null ? added : TlsMerge.of(tls, added);
    }
    return claimHosts(route, settings);
  }

  private boolean claimHosts(RouteConfig route, TomlSettings settings) {
    List<String> own = route.facts().hosts().isEmpty() ? List.of("") : route.facts().hosts();
    boolean all = true;
    for (String host : own) {
      Key<?> key = host.isEmpty() ? ListenAndTarget.addressKey(settings, false) : RouteKeys.HOST;
      HostClaim claim = new HostClaim(route.facts().name(), settings.place(key));
      HostClaim other = hosts.putIfAbsent(host, claim);
      if (other != null) {
        all = false;
        reportTaken(host, key, other, settings);
      }
    }
    return all;
  }

  private void reportTaken(String host, Key<?> key, HostClaim other, TomlSettings settings) {
    boolean named = first.listenerConfig().isNamed();
    if (host.isEmpty()) {
      settings.report(
          key,
          "is "
              + (named
                  ? "\"" + first.listenerConfig().name() + "\""
                  : first.isUnix() ? first.place() : first.port())
              + ", where route \""
              + other.route()
              + "\" takes every host already"
              + other.place().inBrackets(settings.place().text()),
          (named ? "Choose another listener" : "Choose another port")
              + ", or give this route a host.");
    } else {
      settings.report(
          key,
          "\""
              + host
              + "\" is taken by route \""
              + other.route()
              + "\" on the same "
              + (named ? "listener" : "port")
              + other.place().inBrackets(settings.place().text()),
          "Remove it from one of the routes.");
    }
  }

  /** Whether a route has the same listener, or an address of the same kind of its own. */
  boolean hasListenerOf(VirtualHosts alone) {
    return first.listener() == alone.listener()
        && first.listenerConfig().name().equals(alone.listenerConfig().name());
  }

  /** Whether its only route goes by server names, and so may share the address with TLS. */
  boolean mayPass() {
    return routes.size() == 1 && passthrough == null && Passthrough.fits(routes.get(0), at);
  }

  /** Whether server names tell the two apart: one goes by them, and the other has TLS. */
  boolean sharesByServerNames(VirtualHosts alone, TomlSettings settings) {
    boolean onePasses = mayPass() != Passthrough.fits(alone.routes().get(0), settings);
    return onePasses
        && passthrough == null
        && first.at().isSame(alone.at())
        && hasListenerOf(alone);
  }

  /** Has connections of some server names go to a route as they are. */
  void passThrough(PassthroughClaim claim) {
    passthrough = claim;
  }

  /** Checks the listener keys of a route of another mode at this address. */
  void checkCommon(VirtualHosts other, TomlSettings settings) {
    agreement.checkCommon(other, settings);
  }

  /** Server names are seen where TLS is; elsewhere nothing tells the two routes apart. */
  void checkPassthrough() {
    PassthroughClaim claim = passthrough;
    if (claim == null) {
      return;
    }
    if (tls == null) {
      new AddressConflict(first, place, claim.group(), claim.at(), false).report();
      return;
    }
    claim.checkNames(
        host -> {
          HostClaim other = hosts.get(host);
          return other == null || host.isEmpty()
              ? null
              : "route \""
                  + other.route()
                  + "\""
                  + other.place().inBrackets(claim.at().place().text());
        });
  }

  /** The group, and the one that connections pass through to, if there is one. */
  List<VirtualHosts> build() {
    PassthroughClaim claim = passthrough;
    VirtualHosts own =
        new VirtualHosts(
            first.at(),
            first.listenerConfig().withTls(tls),
            first.mode(),
            routes,
            claim == null ? null : claim.with(hosts.keySet()));
    return claim == null ? List.of(own) : List.of(own, claim.group());
  }
}
