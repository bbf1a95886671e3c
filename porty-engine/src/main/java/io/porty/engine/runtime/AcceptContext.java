package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.PluginContext;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.ProxySources;
import io.porty.engine.observe.jfr.ConnectionJfr;
import io.porty.engine.tls.ListenerTls;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.transport.ReadBuffers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What a plugin's listener reports its connections to: applies the limits and hands accepted
 * connections to the current worker's mode. Called on the event loops of the listening socket
 * ({@link #admit}, {@link #place}) and of the accepted channel ({@link #accepted}).
 */
final class AcceptContext extends RuntimeListenerContext {

  private final ListenerRuntime runtime;
  private final ListenerConnections connections;
  private final EngineContext context;

  /** Whether the listener calls {@link #place}, which counts the client, for each connection. */
  private volatile boolean limitsClients;

  AcceptContext(
      ListenerRuntime runtime,
      EngineContext context,
      ListenAddress configured,
      int port,
      ListenerSockets sockets,
      PluginContext plugin) {
    super(configured, port, sockets, plugin);
    this.runtime = runtime;
    this.connections = runtime.connections();
    this.context = context;
  }

  @Override
  public boolean admit() {
    if (connections.limiter().admit()) {
      return true;
    }
    runtime.fullLog().clientRejected(connections.limiter());
    connections.worker().mode().evictIdle();
    return false;
  }

  /** A client at its own limit waits; accepting resumes when one of its connections ends. */
  @Override
  public Place place(Channel client) {
    limitsClients = true;
    SocketAddress address = client.remoteAddress();
    ListenerWorker worker = connections.worker();
    boolean unlimited =
        connections.areLimitsSuspended()
            || !(address instanceof InetSocketAddress)
            || isBeforeClient(worker, address);
    int max = unlimited ? 0 : worker.clientShare();
    PerClientLimiter clients = connections.clientLimiter();
    if (!clients.acquire(address, max == 0 ? Integer.MAX_VALUE : max)) {
      connections.setClientWaiting();
      if (!clients.isOver(address, max - 1)) {
        connections.limiter().notifyFree(); // one of its connections has just ended
      } else {
        connections
            .worker()
            .mode()
            .evictIdle(
                ConnectionToken.as(address),
                () -> connections.isClientWaiting() && clients.isOver(address, max - 1));
      }
      return Place.CLIENT_FULL;
    }
    if (admit()) {
      return Place.GRANTED;
    }
    clients.release(address);
    return Place.LISTENER_FULL;
  }

  @Override
  public void release() {
    connections.limiter().release();
  }

  @Override
  public void acceptFailed(Throwable cause) {
    runtime.acceptFailures().report(runtime.listener().place(), cause);
  }

  @Override
  public void accepted(Channel client) {
    try {
      serve(client);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      context.errors().report(InternalErrors.ACCEPT, runtime.listener().place(), e);
      client.close();
    }
  }

  private void serve(Channel client) {
    ListenerWorker worker = connections.accept(client);
    SocketAddress address = ConnectionFacts.clientOf(client);
    PerClientLimiter clients = connections.clientLimiter();
    if (!limitsClients) {
      clients.acquire(address, Integer.MAX_VALUE);
    }
    ProxyAccept named =
        isBeforeClient(worker, client.remoteAddress())
            ? new ProxyAccept(client, worker, address, runtime, context)
            : null;
    // Before anything that could fail: from here on closing the channel releases its permits.
    client
        .closeFuture()
        .addListener(named == null ? closed -> connections.release(client, address) : named);
    runtime.stalls().check();
    ConnectionJfr.follow(client);
    int max = worker.maxConnectionsPerClient();
    boolean overLimit =
        max > 0 && address instanceof InetSocketAddress && clients.isOver(address, max);
    if (worker.bufferBytes() != runtime.bufferBytes()) {
      client.config().setRecvByteBufAllocator(ReadBuffers.relayed(worker.bufferBytes()));
    }
    ListenerTls tls = worker.tls();
    if (named != null) {
      named.begin();
    } else if (tls != null) {
      openTls(client, worker, tls, overLimit);
    } else if (runtime.isForwardingLoop(client)) {
      String via = "through " + runtime.listener().place();
      worker.mode().refuse(client, Failure.client(FailureCode.LOOP, via));
    } else if (overLimit) {
      worker.mode().refuse(client, Failure.client(FailureCode.CLIENT_LIMIT, ""));
    } else {
      worker.mode().accept(client);
    }
  }

  /** Whether the peer is trusted to name its client, who counts then. */
  private static boolean isBeforeClient(ListenerWorker worker, SocketAddress peer) {
    ProxySources sources = worker.proxySources();
    return sources != null && sources.contains(peer);
  }

  /** Whoever is refused anyway is not worth a handshake. */
  private void openTls(Channel client, ListenerWorker worker, ListenerTls tls, boolean overLimit) {
    if (overLimit || runtime.isForwardingLoop(client)) {
      client.close();
    } else {
      new TlsAccept(client, worker, tls, runtime, context).begin();
    }
  }
}
