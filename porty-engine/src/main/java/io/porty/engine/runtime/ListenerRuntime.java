package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.PluginContext;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.observe.loops.StallRecorder;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listening address: its bound listener and its connections, independent of the configuration
 * that serves it. It outlives reloads. A reload that changes the address or the socket options
 * binds a replacement listener first and switches to it once the new configuration is active.
 *
 * <p>Thread-safe: accepting runs on the event loops, everything else on the threads of start,
 * reload and shutdown, which {@link ConfigReloader} serializes.
 */
final class ListenerRuntime {

  private final BoundListeners boundListeners;
  private final EngineContext context;
  private final ListenerConnections connections;
  private final AcceptFailureLog acceptFailures;

  /** The text of the address, by which connections to itself are recognised. */
  private volatile Set<Object> loopKeys = Set.of();

  private volatile FullListenerLog fullLog;
  private volatile @Nullable ProxyErrors proxyErrors;
  private volatile int bufferBytes;
  private volatile BoundListener listener;

  /** Replaces {@link #listener} when the next configuration becomes active. */
  private volatile @Nullable BoundListener nextListener;

  /**
   * @param initial the worker that serves the first connections
   * @param coexists whether sockets of this process that it will replace still listen
   */
  ListenerRuntime(
      ListenerWorker initial,
      BoundListeners boundListeners,
      EngineContext context,
      boolean coexists) {
    this.boundListeners = boundListeners;
    this.context = context;
    this.connections = new ListenerConnections(initial, context.admission());
    this.acceptFailures = new AcceptFailureLog(context);
    this.bufferBytes = initial.bufferBytes();
    this.listener =
        boundListeners.create(
            initial.config(), initial.config().port(), coexists, this::newContext);
    this.fullLog = new FullListenerLog(listener.place());
  }

  private AcceptContext newContext(
      ListenAddress address, int port, ListenerSockets sockets, PluginContext plugin) {
    return new AcceptContext(this, context, address, port, sockets, plugin);
  }

  /** Whether this listener has the address and the socket options that a group needs. */
  boolean matches(VirtualHosts group) {
    ListenAddress configured = listener.config().at();
    boolean same = configured.equals(group.at()) || listener.at().equals(group.at());
    return same && boundListeners.haveSameSockets(listener.config(), group);
  }

  /** Whether its socket prevents a group's address from being bound. */
  boolean conflictsWith(VirtualHosts group) {
    ListenAddress requested = group.at();
    return listener.at().overlaps(requested)
        || listener.config().at().equals(requested)
        || (!requested.isWritten()
            && !listener.config().hasAddress()
            && requested.host().equals(listener.config().address()));
  }

  StallRecorder stalls() {
    return boundListeners.stalls();
  }

  ListenerConnections connections() {
    return connections;
  }

  AcceptFailureLog acceptFailures() {
    return acceptFailures;
  }

  /** Connections that were closed because their PROXY header was missing or malformed. */
  synchronized ProxyErrors proxyErrors() {
    ProxyErrors errors = proxyErrors;
    if (errors == null) {
      errors = new ProxyErrors();
      proxyErrors = errors;
    }
    return errors;
  }

  private @Nullable Long proxyErrorCount() {
    ProxyErrors errors = proxyErrors;
    if (errors != null) {
      return errors.count();
    }
    return connections.worker().proxySources() == null ? null : Long.valueOf(0);
  }

  FullListenerLog fullLog() {
    return fullLog;
  }

  /** The receive buffer size that the listener's sockets give to new connections. */
  int bufferBytes() {
    return bufferBytes;
  }

  Set<Object> loopKeys() {
    return loopKeys;
  }

  /** The listener that serves now. */
  BoundListener listener() {
    return listener;
  }

  /** The listener to bind next: the replacement if there is one, else the current one. */
  BoundListener listenerToBind() {
    BoundListener replacement = nextListener;
    return replacement == null ? listener : replacement;
  }

  boolean isReplacing() {
    return nextListener != null;
  }

  /** Creates the replacement that {@link #switchTo} activates; it is not bound yet. */
  void prepareReplacement(VirtualHosts group) {
    boolean keepsPort = group.at().isFreePort() && listener.config().at().equals(group.at());
    int port = keepsPort ? listener.at().port() : group.port();
    nextListener = boundListeners.create(group, port, true, this::newContext);
  }

  /** Creates the listener again after a failed bind: a failed instance is never bound twice. */
  void recreateListener(boolean coexists) {
    BoundListener replacement = nextListener;
    if (replacement == null) {
      listener =
          boundListeners.create(listener.config(), listener.port(), coexists, this::newContext);
    } else {
      nextListener =
          boundListeners.create(
              replacement.config(), replacement.port(), coexists, this::newContext);
    }
  }

  /** Closes the replacement: the reload has failed. */
  void cancelReplacement() {
    BoundListener replacement = nextListener;
    nextListener = null;
    if (replacement != null) {
      replacement.close();
    }
  }

  /** Binds the address again after it was closed for a replacement that could not be bound. */
  void reopen() throws IOException {
    int port = listener.at().port();
    listener = boundListeners.create(listener.config(), port, false, this::newContext);
    listener.bind();
  }

  /**
   * Binds {@link #listenerToBind}.
   *
   * @throws PluginFault if the listener fails for another reason than its address
   */
  void bind() throws IOException {
    connections.limiter().onFree(this::resume);
    try {
      listenerToBind().bind();
    } catch (IOException | PluginFault e) {
      if (nextListener == null) {
        connections.limiter().close();
      }
      throw e;
    }
    if (nextListener == null) {
      onListening();
    }
  }

  private void onListening() {
    String place = listener.place();
    if (!loopKeys.contains(place)) {
      loopKeys = Set.of(place);
      fullLog = new FullListenerLog(place);
    }
    connections.worker().onListening(listener);
  }

  private void resume() {
    listener.listener().resume();
    BoundListener replacement = nextListener;
    if (replacement != null) {
      replacement.listener().resume();
    }
  }

  @Nullable SocketAddress bound() {
    return listener.bound();
  }

  /**
   * Lets another worker serve new connections and activates the replacement listener, if any.
   *
   * @return the replaced listener, for the caller to close; null if the listener stays
   */
  @Nullable BoundListener switchTo(ListenerWorker worker) {
    connections.switchTo(worker);
    BoundListener replacement = nextListener;
    BoundListener replaced = replacement == null ? null : listener;
    if (replacement != null) {
      listener = replacement;
      nextListener = null;
      bufferBytes = replacement.config().bufferBytes();
    }
    onListening();
    return replaced;
  }

  /** Suspends the limits, so that a socket about to close can accept its whole backlog. */
  void suspendLimits(BoundListener closing) {
    connections.suspendLimits();
    closing.listener().resume();
  }

  /** The sockets, for another process; empty if they cannot be handed over. */
  List<ListeningFd> sockets() {
    return listener.sockets();
  }

  /**
   * Stops accepting because another process has the sockets. Accepted clients that wait for a
   * connection limit are served now: this process will not get to them later.
   */
  void handedOver() {
    connections.suspendLimits();
    listener.listener().handedOver();
  }

  void stopAccepting() {
    connections.stop();
    listener.close();
    BoundListener replacement = nextListener;
    if (replacement != null) {
      replacement.close();
    }
  }

  /** The owner of a listener that did not return from close() or handedOver() in time. */
  Optional<String> lateListener() {
    GuardedListener guarded = listener.listener();
    return guarded.isLate() ? Optional.of(guarded.owner()) : Optional.empty();
  }

  /** Connections that are open now, of any configuration. */
  int open() {
    return connections.limiter().open();
  }

  ListenerStatus status() {
    ConnectionLimiter limiter = connections.limiter();
    return new ListenerStatus(
        listener.place(),
        connections.worker().config().mode().name(),
        limiter.open(),
        limiter.limit(),
        connections.accepted(),
        limiter.timesFull(),
        proxyErrorCount());
  }

  /** Whether a connection was opened by this Porty itself, on a mode without its own loop mark. */
  boolean isForwardingLoop(Channel client) {
    return !connections.worker().config().mode().sharesListener()
        && context.connections().isLoop(client, loopKeys);
  }
}
