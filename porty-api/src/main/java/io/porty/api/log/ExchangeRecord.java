package io.porty.api.log;

import io.porty.api.ProxyFacts;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a request and its response: one when it is routed, and one when it ends. Created by
 * modes with {@link #builder}. Immutable; shared by logs on several threads.
 *
 * @since 0.1
 */
public final class ExchangeRecord {

  private final long id;
  private final String route;
  private final LogLevel level;
  private final long startMillis;
  private final SocketAddress client;
  private final long connection;
  private final int stream;
  private final @Nullable Target target;
  private final @Nullable SocketAddress upstreamAddress;
  private final String upstreamProtocol;
  private final int grpcStatus;
  private final String note;
  private final String method;
  private final String requestTarget;
  private final String version;
  private final Map<String, String> fields;
  private final List<String> requestHeaders;
  private final int status;
  private final String responseReason;
  private final List<String> responseHeaders;
  private final long requestBytes;
  private final long responseBytes;
  private final long[] timeline;
  private final @Nullable TraceContext trace;
  private final @Nullable String failure;
  private final @Nullable String errorCode;
  private final int retries;
  private final @Nullable TlsSession tls;
  private final @Nullable SocketAddress peer;
  private final @Nullable ProxyFacts proxy;

  ExchangeRecord(ExchangeRecordBuilder from) {
    this.id = from.id;
    this.route = from.route;
    this.level = from.level;
    this.startMillis = from.startMillis;
    this.client = from.client;
    this.connection = from.connection;
    this.stream = from.stream;
    this.target = from.target;
    this.upstreamAddress = from.upstreamAddress;
    this.upstreamProtocol = from.upstreamProtocol;
    this.grpcStatus = from.grpcStatus;
    this.note = from.note;
    this.method = from.method;
    this.requestTarget = from.requestTarget;
    this.version = from.version;
    this.fields = from.fields;
    this.requestHeaders = from.requestHeaders;
    this.status = from.status;
    this.responseReason = from.responseReason;
    this.responseHeaders = from.responseHeaders;
    this.requestBytes = from.requestBytes;
    this.responseBytes = from.responseBytes;
    this.timeline = from.timeline; // the builder copies it before it changes it
    this.trace = from.trace;
    this.failure = from.failure;
    this.errorCode = from.errorCode;
    this.retries = from.retries;
    this.tls = from.tls;
    this.peer = from.peer;
    this.proxy = from.proxy;
  }

  /** {@return the id of the exchange, unique in this process} */
  public long id() {
    return id;
  }

  /** {@return the name of the route} */
  public String route() {
    return route;
  }

  /** {@return the log level of the route} */
  public LogLevel level() {
    return level;
  }

  /** {@return when the head was complete, Unix time in milliseconds} */
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

  /**
   * {@return what the records of one client connection have in common, the {@link #id} of its first
   * one; 0 if the mode does not say}
   *
   * @since 0.2
   */
  public long connection() {
    return connection;
  }

  /**
   * {@return the number of the stream on the client's HTTP/2 connection; 0 for other protocols}
   *
   * @since 0.2
   */
  public int stream() {
    return stream;
  }

  /** {@return the target; null if it was not forwarded} */
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

  /**
   * {@return what the last backend connection speaks, {@code HTTP/1.1} or {@code HTTP/2}; empty if
   * there was none}
   *
   * @since 0.2
   */
  public String upstreamProtocol() {
    return upstreamProtocol;
  }

  /**
   * {@return the {@code grpc-status} that a gRPC call of HTTP/2 ended with; -1 for other requests,
   * and for calls that ended without}
   *
   * @since 0.2
   */
  public int grpcStatus() {
    return grpcStatus;
  }

  /** {@return the reason of the decision; empty if it was not forwarded} */
  public String note() {
    return note;
  }

  /** {@return the method as sent; empty if no head could be read} */
  public String method() {
    return method;
  }

  /**
   * {@return the target as sent, with the routing parameters; control characters are possible only
   * as the log's own escapes}
   */
  public String requestTarget() {
    return requestTarget;
  }

  /**
   * {@return the version of the client's message, {@code HTTP/1.1}; empty if no head could be read}
   */
  public String version() {
    return version;
  }

  /**
   * {@return the values of the request's header fields selected by {@link
   * AccessLogFactory#requestFields}, by name in lower case; only those that were sent}
   */
  public Map<String, String> fields() {
    return fields;
  }

  /** {@return the lines of the request's head at level verbose, secrets masked; else empty} */
  public List<String> requestHeaders() {
    return requestHeaders;
  }

  /** {@return the status of the final response; 0 if there is none} */
  public int status() {
    return status;
  }

  /** {@return the reason phrase of the response} */
  public String responseReason() {
    return responseReason;
  }

  /** {@return the lines of the response's head at level verbose, secrets masked; else empty} */
  public List<String> responseHeaders() {
    return responseHeaders;
  }

  /** {@return body bytes received from the client} */
  public long requestBytes() {
    return requestBytes;
  }

  /** {@return body bytes sent to the client} */
  public long responseBytes() {
    return responseBytes;
  }

  /** {@return its trace; null if it has none} */
  public @Nullable TraceContext trace() {
    return trace;
  }

  /** {@return why it failed; null if it did not. Also set for an error response of a router} */
  public @Nullable String failure() {
    return failure;
  }

  /** {@return the error code, as in {@code X-Porty-Error}; null if it did not fail} */
  public @Nullable String errorCode() {
    return errorCode;
  }

  /** {@return number of retries and of targets that failed before the last one} */
  public int retries() {
    return retries;
  }

  /**
   * Returns when a phase was reached.
   *
   * @param phase the phase
   * @return nanoseconds since the head was complete; -1 if it was not reached
   * @since 0.2
   */
  public long nanosAt(Phase phase) {
    return timeline[phase.ordinal()];
  }

  /** {@return nanoseconds from the complete head to the end; 0 before the end} */
  public long durationNanos() {
    return Math.max(0, nanosAt(Phase.END));
  }

  /**
   * Creates a builder with the current time; other values are empty.
   *
   * @param id from {@link io.porty.api.mode.ModeContext#reserveIds}
   * @param route the name of the route
   * @param client the address of the client
   * @return a builder
   */
  public static ExchangeRecordBuilder builder(long id, String route, SocketAddress client) {
    return new ExchangeRecordBuilder(id, route, client);
  }
}
