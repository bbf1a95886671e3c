package io.porty.engine.observe.metrics;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of all routes by name. They continue across reloads. Thread-safe. */
public final class Meters {

  private final List<EventLoop> loops;
  private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();

  public Meters(List<EventLoop> loops) {
    this.loops = loops;
  }

  /**
   * The meters of a route.
   *
   * @param on false if there is no admin endpoint, and nothing is to be counted
   */
  public RouteMeters route(String name, boolean on) {
    return on ? routes.computeIfAbsent(name, n -> new RouteMeters(loops)) : RouteMeters.OFF;
  }

  /** Removes the meters of routes that are no longer configured. */
  public void keep(Set<String> names) {
    routes.keySet().retainAll(names);
  }
}
