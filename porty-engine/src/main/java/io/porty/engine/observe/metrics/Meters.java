package io.porty.engine.observe.metrics;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of every route, by name: they go on counting when the configuration is read again.
 * Thread-safe.
 */
public final class Meters {

  private final List<EventLoop> loops;
  private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();

  public Meters(List<EventLoop> loops) {
    this.loops = loops;
  }

  /**
   * @param on whether anybody looks
   */
  public RouteMeters route(String name, boolean on) {
    return on ? routes.computeIfAbsent(name, n -> new RouteMeters(loops)) : RouteMeters.OFF;
  }

  /** Forgets routes that are not configured any more; what still runs on them is not counted. */
  public void keep(Set<String> names) {
    routes.keySet().retainAll(names);
  }
}
