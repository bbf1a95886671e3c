package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.porty.api.MissingKeyException;
import io.porty.api.mode.HttpChallenges;
import io.porty.api.mode.Relay;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.Passthrough;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.transport.EventLoops;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds what a configuration runs: routes, modes and listeners. Not for event loops. */
final class ActiveConfigFactory {

  private final PluginCatalog catalog;
  private final RouteAssembly assembly;
  private final EventLoops loops;
  private final Relay relay;
  private final EngineContext context;
  private final BoundListeners boundListeners;
  private final TlsSlot tls;
  private final String instanceId =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

  @Inject
  ActiveConfigFactory(
      PluginCatalog catalog,
      RouteAssembly assembly,
      EventLoops loops,
      Relay relay,
      EngineContext context,
      BoundListeners boundListeners,
      TlsSlot tls) {
    this.catalog = catalog;
    this.assembly = assembly;
    this.loops = loops;
    this.relay = relay;
    this.context = context;
    this.boundListeners = boundListeners;
    this.tls = tls;
  }

  TlsSlot tls() {
    return tls;
  }

  /** Random id that marks forwarded requests, to detect forwarding loops; lower-case hex digits. */
  String instanceId() {
    return instanceId;
  }

  /**
   * Builds what a configuration runs; nothing of it is started or bound.
   *
   * @param previous what runs now, whose listeners are kept where they fit; null at the start
   * @throws IllegalArgumentException if a plugin's mode or listener cannot be created
   */
  ActiveConfig create(PortyConfig config, @Nullable ActiveConfig previous) {
    ListenerReuse reuse = new ListenerReuse(previous, config.listening());
    List<ActiveConfig.ActiveListener> listeners = new ArrayList<>();
    try {
      for (VirtualHosts group : config.listening()) {
        listeners.add(buildListener(group, config, reuse));
      }
    } catch (IllegalArgumentException e) {
      listeners.forEach(listener -> listener.runtime().cancelReplacement());
      new ActiveConfig(config, listeners, List.of()).discard();
      tls.discarded();
      throw e;
    }
    return new ActiveConfig(config, listeners, sources(config));
  }

  /** What authorities ask for over plain HTTP; null without a certificate source. */
  private static @Nullable HttpChallenges challenges(VirtualHosts group, PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    return certificates == null
            || certificates.issued().isEmpty()
            || group.listenerConfig().tls() != null
        ? null
        : certificates.issued().http();
  }

  private static List<ManagedComponent> sources(PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    return certificates == null
        ? List.of()
        : certificates.certificateSources().stream()
            .map(one -> new ManagedComponent(one.guard(), one.source(), one.factory().name()))
            .toList();
  }

  /**
   * Builds the routes, the mode and the listener of one listening address.
   *
   * @throws IllegalArgumentException if a plugin's mode or listener cannot be created
   */
  private ActiveConfig.ActiveListener buildListener(
      VirtualHosts group, PortyConfig config, ListenerReuse reuse) {
    ListenerWorker worker = buildWorker(group, config);
    try {
      Passthrough passthrough = group.passthrough();
      if (passthrough != null) {
        worker.setPassthrough(buildWorker(passthrough.group(), config));
      }
      return attempt(
          catalog.owner(group.listener()),
          group,
          () -> {
            worker.setTls(tls.of(group, config));
            return new ActiveConfig.ActiveListener(
                worker, reuse.runtimeFor(worker, boundListeners, context));
          });
    } catch (RuntimeException | LinkageError e) {
      worker.withPassthrough().forEach(ListenerWorker::close);
      worker.withPassthrough().forEach(ListenerWorker::releaseSinks);
      throw e;
    }
  }

  /** Builds the routes and the mode of a group. */
  private ListenerWorker buildWorker(VirtualHosts group, PortyConfig config) {
    List<RouteRuntime> routes = new ArrayList<>();
    try {
      return attempt(
          catalog.owner(group.mode()),
          group,
          () -> {
            boolean adminEnabled = config.admin().isPresent();
            for (RouteConfig route : group.routes()) {
              routes.add(
                  assembly.assemble(
                      route, adminEnabled, tls.upstream(route, config.certificates())));
            }
            return new ListenerWorker(
                group,
                catalog,
                routes,
                new ModeServices(loops, relay, context, instanceId, challenges(group, config)));
          });
    } catch (RuntimeException | LinkageError e) {
      routes.forEach(route -> route.onClosed().run());
      throw e;
    }
  }

  /**
   * @param owner whose code it is, for messages
   */
  private static <T> T attempt(String owner, VirtualHosts group, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | LinkageError e) {
      if (e instanceof PluginFault fault) {
        throw new IllegalArgumentException(fault.messageFor(group.place()));
      }
      if (e instanceof MissingKeyException) {
        throw new IllegalArgumentException(
            owner + ", for " + group.place() + ": " + e.getMessage());
      }
      throw e;
    }
  }
}
