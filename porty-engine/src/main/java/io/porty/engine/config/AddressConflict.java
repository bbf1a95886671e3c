package io.porty.engine.config;

import io.porty.api.Key;

/**
 * Two routes that cannot share a listening address.
 *
 * @param group the routes that have it
 * @param place where the first of them names it
 * @param alone the route that asks for it, too
 * @param at settings of that route; the top for the route main
 * @param main whether it is the route main
 */
record AddressConflict(
    VirtualHosts group, ConfigPosition place, VirtualHosts alone, TomlSettings at, boolean main) {

  void report() {
    String other = group.routes().get(0).facts().name();
    Key<?> key = ListenAndTarget.addressKey(at, main);
    String before = place.inBrackets(at.place().text());
    String listener = alone.listenerConfig().name();
    boolean bothNamed = alone.listenerConfig().isNamed() && group.listenerConfig().isNamed();
    if (bothNamed
        && group.listenerConfig().name().equals(listener)
        && !group.at().isSame(alone.at())) {
      at.report(
          key,
          "is \""
              + listener
              + "\", whose addresses "
              + group.place()
              + " and "
              + alone.place()
              + " overlap",
          "Remove one of the two addresses.");
      return;
    }
    if (bothNamed) {
      boolean modes = group.mode() != alone.mode();
      at.report(
          key,
          "is \""
              + listener
              + "\", which route \""
              + other
              + "\" of mode \""
              + group.mode().name()
              + "\" has already"
              + before,
          modes
              ? "The routes of one listener have the same mode: choose another listener."
              : "A listener of this mode has one route: choose another listener.");
      return;
    }
    boolean whole = !main && key != RouteKeys.LISTEN_PORT;
    String shared =
        key == RouteKeys.LISTENER
            ? "\"" + alone.listenerConfig().name() + "\", at " + alone.place()
            : "\"" + alone.place() + "\"";
    at.report(
        key,
        "is "
            + (whole ? shared : alone.port())
            + ", which route \""
            + other
            + "\" already listens on"
            + before,
        remedy());
  }

  private String remedy() {
    String named = group.listenerConfig().name() + alone.listenerConfig().name();
    if (!named.isEmpty() && alone.mode().sharesListener()) {
      return group.listenerConfig().isNamed()
          ? "Write listener = \"" + named + "\" in its place, or choose another address."
          : "Write listener = \""
              + named
              + "\" in route \""
              + group.routes().get(0).facts().name()
              + "\" too, in place of its address.";
    }
    return (alone.isUnix() ? "Choose another path" : "Choose another port")
        + (alone.mode().sharesListener()
            ? ", or give both routes the same listen_addr and mode and different hosts."
            : ".");
  }
}
