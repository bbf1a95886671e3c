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
import org.jspecify.annotations.Nullable;

/**
 * The running state of one configuration: for each listening address the worker that serves its
 * routes, and the listener runtime, which may be shared with the previous configuration. Immutable.
 */
public final class ActiveConfig {

  /** Time limit for all components together to complete one lifecycle step. */
  static final Duration LIFECYCLE_TIMEOUT = Duration.ofSeconds(Lifecycle.DEADLINE_SECONDS);

  private final PortyConfig config;
  private final List<ActiveListener> listeners;
  private final List<ManagedComponent> certificateSources;

  /** A worker and the listener whose connections it serves. */
  record ActiveListener(ListenerWorker worker, ListenerRuntime runtime) {}

  ActiveConfig(
      PortyConfig config,
      List<ActiveListener> listeners,
      List<ManagedComponent> certificateSources) {
    this.config = config;
    this.listeners = List.copyOf(listeners);
    this.certificateSources = List.copyOf(certificateSources);
  }

  public PortyConfig config() {
    return config;
  }

  public List<ListenerWorker> workers() {
    return listeners.stream().flatMap(one -> one.worker().withPassthrough().stream()).toList();
  }

  List<ActiveListener> listeners() {
    return listeners;
  }

  Duration drainTimeout() {
    return config.drainTimeout();
  }

  /** The worker that serves new connections of a listener; null if the address was removed. */
  @Nullable ListenerWorker workerOf(ListenerRuntime runtime) {
    for (ActiveListener listener : listeners) {
      if (listener.runtime() == runtime) {
        return listener.worker();
      }
    }
    return null;
  }

  /**
   * Passes the state of previous routers, logs and certificate sources to those of the same name
   * and route.
   */
  void inheritFrom(ActiveConfig previous) {
    List<ManagedComponent> predecessors = previous.components();
    for (ManagedComponent source : certificateSources) {
      previous.certificateSources.stream()
          .filter(source::replaces)
          .findFirst()
          .ifPresent(source::inheritFrom);
    }
    for (ListenerWorker worker : workers()) {
      List<ManagedComponent> sameAddress = previous.componentsAt(worker.config().place());
      for (ManagedComponent component : worker.components()) {
        // A route with several addresses has a router and a log for each of them.
        Stream.concat(sameAddress.stream(), predecessors.stream())
            .filter(component::replaces)
            .findFirst()
            .ifPresent(component::inheritFrom);
      }
    }
  }

  private List<ManagedComponent> componentsAt(String place) {
    return workers().stream()
        .filter(worker -> worker.config().place().equals(place))
        .flatMap(worker -> worker.components().stream())
        .toList();
  }

  /** Starts certificate sources, routers and access logs, up to the first failure. */
  void start() throws PluginException {
    for (ManagedComponent source : certificateSources) {
      source.start();
    }
    for (ListenerWorker worker : workers()) {
      for (ManagedComponent component : worker.components()) {
        component.start();
      }
    }
  }

  /** The bound addresses, in the order of the configuration file. */
  List<SocketAddress> bound() {
    List<SocketAddress> all = new ArrayList<>();
    for (ActiveListener listener : listeners) {
      SocketAddress address = listener.runtime().bound();
      if (address != null) {
        all.add(address);
      }
    }
    return all;
  }

  /** Connections that are open now. */
  int open() {
    return listeners.stream().mapToInt(s -> s.runtime().open()).sum();
  }

  /** Certificate sources, and the routers and access logs of all routes. */
  List<ManagedComponent> components() {
    return Stream.concat(
            certificateSources.stream(),
            workers().stream().flatMap(worker -> worker.components().stream()))
        .toList();
  }

  /** Closes the certificate sources, after they are drained: those of the next one work. */
  void closeCertificateSources() {
    ManagedComponents.forEach(
        certificateSources, Deadline.in(LIFECYCLE_TIMEOUT), ManagedComponent::close);
  }

  /** Closes everything of a configuration that never became active. */
  void discard() {
    workers().forEach(ListenerWorker::close);
    ManagedComponents.forEach(
        components(), Deadline.in(LIFECYCLE_TIMEOUT), ManagedComponent::close);
    releaseSinks();
  }

  /** Releases the outputs of the access logs, after routers and logs are closed. */
  void releaseSinks() {
    workers().forEach(ListenerWorker::releaseSinks);
  }
}
