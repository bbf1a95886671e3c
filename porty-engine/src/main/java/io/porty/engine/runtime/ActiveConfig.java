package io.porty.engine.runtime;

import io.porty.api.Lifecycle;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** The seat at a place, if there is one. */
  @Nullable ListenerRuntime seat(ListenerRuntime.Place place) {
    return seated.stream()
        .filter(s -> ListenerRuntime.Place.of(s.group().config()).equals(place))
        .map(Seated::seat)
        .findFirst()
        .orElse(null);
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

  /** Binds every seat that is not of {@code before}, or none. */
  void bind(@Nullable ActiveConfig before) throws BindFailure, PluginException {
    Set<ListenerRuntime> kept = new HashSet<>();
    if (before != null) {
      before.seated.forEach(s -> kept.add(s.seat()));
    }
    List<ListenerRuntime> fresh = new ArrayList<>();
    for (Seated one : seated) {
      if (kept.contains(one.seat())) {
        continue;
      }
      try {
        one.seat().bind();
        fresh.add(one.seat());
      } catch (IOException e) {
        fresh.forEach(ListenerRuntime::stopAccepting);
        throw BindFailure.of(one.group().config(), e);
      } catch (PluginFault e) {
        fresh.forEach(ListenerRuntime::stopAccepting);
        throw new PluginException(e.messageFor(one.group().config().place()));
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
