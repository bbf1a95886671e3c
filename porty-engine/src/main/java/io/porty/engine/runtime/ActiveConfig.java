package io.porty.engine.runtime;

import io.porty.api.Lifecycle;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.plugin.PluginException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that one configuration runs: groups, each in its seat. Seats may be taken over from the
 * generation before. Immutable.
 */
public final class ActiveConfig {

  /** What everything that plugins made may take together for a step of its life. */
  static final Duration LIFE_STEP = Duration.ofSeconds(Lifecycle.DEADLINE_SECONDS);

  private final PortyConfig config;
  private final List<Seated> seated;

  /** A group and where it sits. */
  record Seated(ListenerWorker group, ListenerRuntime seat) {}

  ActiveConfig(PortyConfig config, List<Seated> seated) {
    this.config = config;
    this.seated = List.copyOf(seated);
  }

  public PortyConfig config() {
    return config;
  }

  public List<ListenerWorker> groups() {
    return seated.stream().map(Seated::group).toList();
  }

  List<Seated> seated() {
    return seated;
  }

  Duration drainTimeout() {
    return config.drainTimeout();
  }

  /** Whether it listens with this seat. */
  boolean hasSeat(ListenerRuntime seat) {
    return seated.stream().anyMatch(one -> one.seat() == seat);
  }

  /** What routers and logs replace, of the same name on the same route, hands its state over. */
  void inheritFrom(ActiveConfig before) {
    List<ManagedComponent> old = before.lives();
    for (ListenerWorker group : groups()) {
      List<ManagedComponent> here = before.livesAt(group.config().place());
      for (ManagedComponent living : group.lives()) {
        // A route at several addresses has a router and a log for each.
        Stream.concat(here.stream(), old.stream())
            .filter(living::replaces)
            .findFirst()
            .ifPresent(living::inheritFrom);
      }
    }
  }

  private List<ManagedComponent> livesAt(String place) {
    return groups().stream()
        .filter(group -> group.config().place().equals(place))
        .flatMap(group -> group.lives().stream())
        .toList();
  }

  /** Starts what plugins made for the routes, up to the first that fails. */
  void start() throws PluginException {
    for (ListenerWorker group : groups()) {
      for (ManagedComponent living : group.lives()) {
        living.start();
      }
    }
  }

  /** The addresses that are bound, in the order of the file. */
  List<SocketAddress> bound() {
    List<SocketAddress> all = new ArrayList<>();
    for (Seated one : seated) {
      SocketAddress address = one.seat().bound();
      if (address != null) {
        all.add(address);
      }
    }
    return all;
  }

  /** Connections that are open now. */
  int open() {
    return seated.stream().mapToInt(s -> s.seat().open()).sum();
  }

  /** Routers and logs of all routes. */
  List<ManagedComponent> lives() {
    return groups().stream().flatMap(group -> group.lives().stream()).toList();
  }

  /** Ends all of one that did not come to serve. */
  void discard() {
    groups().forEach(ListenerWorker::close);
    ManagedComponents.each(lives(), Deadline.in(LIFE_STEP), ManagedComponent::close);
    releaseSinks();
  }

  /** When routers and logs have ended. */
  void releaseSinks() {
    groups().forEach(ListenerWorker::releaseSinks);
  }
}
