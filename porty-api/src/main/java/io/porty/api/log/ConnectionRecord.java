package io.porty.api.log;

import io.porty.api.Failure;
import io.porty.api.ProxyFacts;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A record of a relayed connection: one when it is routed, and one when it ends. Created by modes
 * with {@link #builder}. Immutable; shared by logs on several threads.
 *
 * @since 0.1
 */
public final class ConnectionRecord {

  private final long id;
  private final String route;
  private final long startMillis;
  private final SocketAddress client;
  private final @Nullable Target target;
  private final @Nullable SocketAddress upstreamAddress;
  private final String note;
  private final long durationNanos;
  private final long bytesToUpstream;
  private final long bytesToClient;
  private final @Nullable Failure failure;
  private final int retries;
  private final @Nullable TlsSession tls;
  private final @Nullable SocketAddress peer;
  private final @Nullable ProxyFacts proxy;

  ConnectionRecord(ConnectionRecordBuilder from) {
    this.id = from.id;
    this.route = from.route;
    this.startMillis = from.startMillis;
    this.client = from.client;
    this.target = from.target;
    this.upstreamAddress = from.upstreamAddress;
    this.note = from.note;
    this.durationNanos = from.durationNanos;
    this.bytesToUpstream = from.bytesToUpstream;
    this.bytesToClient = from.bytesToClient;
    this.failure = from.failure;
    this.retries = from.retries;
    this.tls = from.tls;
    this.peer = from.peer;
    this.proxy = from.proxy;
  }

  /** {@return the id of the connection, unique in this process} */
  public long id() {
    return id;
  }

  /** {@return the name of the route} */
  public String route() {
    return route;
  }

  /** {@return when it was accepted, Unix time in milliseconds} */
  public long startMillis() {
    return startMillis;
  }

  /**
   * {@return what the client's TLS handshake agreed on; null for a connection without TLS}
   *
   * @since 0.2
   */
  public @Nullable TlsSession tls() {
    return tls;
  }

  /**
   * {@return the address at the other end of the socket where that is not the client: of the load
   * balancer that named it; null else}
   *
   * @since 0.2
   */
  public @Nullable SocketAddress peer() {
    return peer;
  }

  /**
   * {@return what the PROXY header of that load balancer says of the client beyond its addresses;
   * null if it says nothing, or there was none}
   *
   * @since 0.2
   */
  public @Nullable ProxyFacts proxy() {
    return proxy;
  }

  /** {@return the address of the client} */
  public SocketAddress client() {
    return client;
  }

  /** {@return the target; null if no decision was made} */
  public @Nullable Target target() {
    return target;
  }

  /**
   * {@return the address of the last backend connection; null if there was none}
   *
   * @since 0.2
   */
  public @Nullable SocketAddress upstreamAddress() {
    return upstreamAddress;
  }

  /** {@return the reason of the decision; empty if none was made} */
  public String note() {
    return note;
  }

  /** {@return nanoseconds from accept to the end of both directions; 0 while it is open} */
  public long durationNanos() {
    return durationNanos;
  }

  /** {@return bytes received from the client} */
  public long bytesToUpstream() {
    return bytesToUpstream;
  }

  /** {@return bytes received from the backend} */
  public long bytesToClient() {
    return bytesToClient;
  }

  /** {@return why it failed; null after a regular close} */
  public @Nullable Failure failure() {
    return failure;
  }

  /** {@return number of targets that could not be connected before the last one} */
  public int retries() {
    return retries;
  }

  /**
   * Begins a record. What is not set is nothing: no target, no bytes, no failure; it began now.
   *
   * <pre>{@code
   * route.log().connectionClosed(
   *     ConnectionRecord.builder(id, route.facts().name(), client.remoteAddress())
   *         .startMillis(begun).decided(to).durationNanos(nanos).bytes(up, down).failure(failure).build());
   * }</pre>
   *
   * @param id from {@link io.porty.api.mode.ModeContext#reserveIds}
   * @param route the route's name
   * @param client the address of the client
   * @return a builder
   */
  public static ConnectionRecordBuilder builder(long id, String route, SocketAddress client) {
    return new ConnectionRecordBuilder(id, route, client);
  }
}
