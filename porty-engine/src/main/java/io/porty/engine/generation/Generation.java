package io.porty.engine.generation;

import com.google.inject.Inject;
import io.porty.api.mode.Relay;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteGroup;
import io.porty.engine.life.LoopWatch;
import io.porty.engine.listen.Loops;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.policy.OwnAddresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that one configuration runs. Immutable but for its listeners, which are bound once and closed
 * once.
 */
public final class Generation {

  private static final long DRAIN_POLL_MILLIS = 20;
  private static final long CLOSE_NANOS = 1_000_000_000L;

  private final List<RunningGroup> groups;
  private final Duration drainTimeout;
  private final @Nullable LoopWatch watch;

  @Inject
  Generation(
      PortyConfig config,
      PluginCatalog catalog,
      RouteAssembly assembly,
      Loops loops,
      Relay relay,
      OwnAddresses own,
      EngineContext context) {
    String instanceId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    this.drainTimeout = config.drainTimeout();
    List<RunningGroup> made = new ArrayList<>();
    for (RouteGroup group : config.groups()) {
      List<RunningRoute> routes = group.routes().stream().map(assembly::assemble).toList();
      made.add(new RunningGroup(group, catalog, routes, loops, relay, own, context, instanceId));
    }
    this.groups = List.copyOf(made);
    boolean strangers = catalog.plugins().stream().anyMatch(p -> !p.origin().shipped());
    this.watch = strangers ? new LoopWatch(loops.all()) : null;
  }

  public List<RunningGroup> groups() {
    return groups;
  }

  /** Starts what plugins made for the routes; the first that fails ends the others. */
  public void start() throws PluginException {
    try {
      for (RunningGroup group : groups) {
        group.start();
      }
      if (watch != null) {
        watch.start();
      }
    } catch (PluginException e) {
      release();
      throw e;
    }
  }

  /** Binds every listener, or none: the first that fails closes the others. */
  public List<SocketAddress> bind() throws BindFailure {
    List<SocketAddress> bound = new ArrayList<>();
    for (RunningGroup group : groups) {
      try {
        bound.add(group.bind());
      } catch (IOException e) {
        groups.forEach(RunningGroup::stopAccepting);
        throw BindFailure.of(group.config(), e);
      }
    }
    return bound;
  }

  /**
   * Stops accepting, lets what is open come to its end within the drain timeout, and closes the
   * rest. Waits; not for an event loop.
   *
   * @return how many connections had to be cut
   */
  public int drain() {
    groups.forEach(RunningGroup::stopAccepting);
    groups.forEach(RunningGroup::drain);
    long deadline = System.nanoTime() + drainTimeout.toNanos();
    while (open() > 0 && System.nanoTime() < deadline) {
      pause();
    }
    int cut = open();
    closeConnections();
    return cut;
  }

  /**
   * Before the loops end: a loop that is told to end does not tell every channel that it closes,
   * and what such a channel's handler holds would never be released.
   */
  private void closeConnections() {
    long last = System.nanoTime() + CLOSE_NANOS;
    do {
      groups.forEach(RunningGroup::closeConnections);
      if (open() > 0) {
        pause();
      }
    } while (open() > 0 && System.nanoTime() < last);
  }

  /** Connections that are open now. */
  public int open() {
    return groups.stream().mapToInt(RunningGroup::open).sum();
  }

  public void close() {
    groups.forEach(RunningGroup::stopAccepting);
    closeConnections();
    groups.forEach(RunningGroup::close);
    if (watch != null) {
      watch.close();
    }
  }

  /** Ends what plugins made: after the last record is written. */
  public void release() {
    groups.forEach(RunningGroup::release);
  }

  private static void pause() {
    try {
      Thread.sleep(DRAIN_POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
