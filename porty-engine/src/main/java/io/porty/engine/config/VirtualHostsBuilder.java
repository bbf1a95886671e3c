package io.porty.engine.config;

import io.porty.api.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups routes by listening address and reports conflicts. */
final class VirtualHostsBuilder {

  private final List<AddressGroup> groups = new ArrayList<>();
  private final Map<Integer, List<AddressGroup>> byPort = new HashMap<>();
  private final Map<String, ConfigPosition> names = new HashMap<>();
  private final ForwardingLoopCheck rings = new ForwardingLoopCheck();

  void claimName(String name, TomlSettings at) {
    ConfigPosition before = names.putIfAbsent(name, at.place(RouteKeys.NAME));
    if (before != null) {
      boolean main = name.equals("main") && before.line() == 0;
      at.report(
          RouteKeys.NAME,
          "\""
              + name
              + "\" is taken by another route"
              + (main ? "" : before.inBrackets(at.place().text())),
          main
              ? "main is the route of the global keys; choose another name."
              : "Choose another name.");
    }
  }

  /**
   * Adds a group of one route, to the group of the same address if there is one.
   *
   * @param at its position; the top for the route main
   * @return whether it could be added
   */
  boolean add(VirtualHosts alone, TomlSettings at, boolean main) {
    rings.add(alone, at, main);
    for (AddressGroup group : byPort.getOrDefault(alone.port(), List.of())) {
      VirtualHosts first = group.first();
      if (!first.at().overlaps(alone.at())) {
        continue;
      }
      if (group.sharesByServerNames(alone, at)) {
        return share(group, alone, at, main);
      }
      boolean same = first.at().isSame(alone.at()) && first.mode() == alone.mode();
      if (!same || !group.hasListenerOf(alone) || !alone.mode().sharesListener()) {
        new AddressConflict(first, group.place(), alone, at, main).report();
        return false;
      }
      return group.join(alone, at);
    }
    return begin(alone, at, main, null);
  }

  /**
   * @param replaced whose place it takes; null for none
   */
  private boolean begin(
      VirtualHosts alone, TomlSettings at, boolean main, @Nullable AddressGroup replaced) {
    AddressGroup group =
        new AddressGroup(alone, at, at.place(ListenAndTarget.addressKey(at, main)));
    if (replaced != null) {
      group.passThrough(new PassthroughClaim(replaced.first(), replaced.at()));
      group.checkCommon(replaced.first(), replaced.at());
      groups.remove(replaced);
      byPort.getOrDefault(alone.port(), new ArrayList<>()).remove(replaced);
    }
    groups.add(group);
    byPort.computeIfAbsent(alone.port(), port -> new ArrayList<>()).add(group);
    return group.begin();
  }

  private boolean share(AddressGroup group, VirtualHosts alone, TomlSettings at, boolean main) {
    if (group.mayPass()) {
      return begin(alone, at, main, group);
    }
    group.passThrough(new PassthroughClaim(alone, at));
    if (!alone.listenerConfig().isNamed()) {
      group.checkCommon(alone, at);
    }
    return true;
  }

  /** Checks that the admin endpoint shares its address with no route. */
  void claimAdmin(Target listen, TomlSettings at) {
    ListenAddress requested =
        listen.isUnix()
            ? new ListenAddress(listen.path(), 0, true, "")
            : ListenAddress.of(listen.host(), listen.port(), "");
    for (AddressGroup group : groups) {
      VirtualHosts first = group.first();
      if (first.at().overlaps(requested)) {
        at.report(
            AdminConfig.LISTEN,
            "is \""
                + listen
                + "\", which route \""
                + first.routes().get(0).facts().name()
                + "\" already listens on"
                + group.place().inBrackets(at.place().text()),
            "Choose another port: the admin endpoint shares none.");
        return;
      }
    }
  }

  /** Reports forwarding loops, after all routes are added. */
  void findRings() {
    rings.report();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Builds the groups, after all routes are added. */
  List<VirtualHosts> build() {
    groups.forEach(AddressGroup::checkPassthrough);
    return groups.stream().flatMap(group -> group.build().stream()).toList();
  }
}
