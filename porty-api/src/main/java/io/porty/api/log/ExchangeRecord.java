package io.porty.api.log;

import io.porty.api.Target;
import io.porty.api.TlsSession;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and what came of it; handed over when it is routed and again when it ends. A
 * mode of request and response makes it with {@link #builder}. Immutable: several logs, on threads
 * of their own, see the same one.
 *
 * @since 0.1
 */
public final class ExchangeRecord {

  private final long id;
  private final String route;
  private final LogLevel level;
  private final long startMillis;
  private final SocketAddress client;
  private final @Nullable Target target;
  private final @Nullable SocketAddress upstreamAddress;
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

  ExchangeRecord(ExchangeRecordBuilder from) {
    this.id = from.id;
    this.route = from.route;
    this.level = from.level;
    this.startMillis = from.startMillis;
    this.client = from.client;
    this.target = from.target;
    this.upstreamAddress = from.upstreamAddress;
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
    this.timeline = from.timeline.clone();
    this.trace = from.trace;
    this.failure = from.failure;
    this.errorCode = from.errorCode;
    this.retries = from.retries;
    this.tls = from.tls;
    this.peer = from.peer;
  }

  /** {@return the number that both records of the exchange have, unique in this process} */
  public long id() {
    return id;
  }

  /** {@return the route's name} */
  public String route() {
    return route;
  }

  /** {@return the route's level, which says how much a log writes} */
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

  /** {@return the address of the client} */
  public SocketAddress client() {
    return client;
  }

  /** {@return where it goes; null if it was refused} */
  public @Nullable Target target() {
    return target;
  }

  /**
   * {@return the address that was connected to, of the try that answered or failed last; null if
   * there was no connection} A name has several addresses, and a decision several targets.
   *
   * @since 0.2
   */
  public @Nullable SocketAddress upstreamAddress() {
    return upstreamAddress;
  }

  /** {@return the router's word for why; empty if it was refused} */
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
   * {@return the values of the request's header fields that the log asked for with {@link
   * AccessLogFactory#requestFields}, by name in lower case; only those that were sent}
   */
  public Map<String, String> fields() {
    return fields;
  }

  /** {@return the lines of the request's head at level verbose, secrets masked; else empty} */
  public List<String> requestHeaders() {
    return requestHeaders;
  }

  /** {@return the status of the final response; 0 while there is none} */
  public int status() {
    return status;
  }

  /** {@return the reason phrase that came with the status} */
  public String responseReason() {
    return responseReason;
  }

  /** {@return the lines of the response's head at level verbose, secrets masked; else empty} */
  public List<String> responseHeaders() {
    return responseHeaders;
  }

  /** {@return the bytes of the body from the client} */
  public long requestBytes() {
    return requestBytes;
  }

  /** {@return the bytes of the body to the client} */
  public long responseBytes() {
    return responseBytes;
  }

  /** {@return the trace that it belongs to; null if none was sent and none begun} */
  public @Nullable TraceContext trace() {
    return trace;
  }

  /** {@return why it failed, in words; null if it did not. Also of a refusal by a router} */
  public @Nullable String failure() {
    return failure;
  }

  /**
   * {@return the stable word for the failure, as in {@code X-Porty-Error}; null if it did not fail}
   */
  public @Nullable String errorCode() {
    return errorCode;
  }

  /**
   * {@return how often it went to another target, or over another connection, because the one
   * before failed}
   */
  public int retries() {
    return retries;
  }

  /**
   * Tells when a phase was reached.
   *
   * @param phase which
   * @return nanoseconds since the head was complete; -1 if it was not reached
   * @since 0.2
   */
  public long nanosAt(Phase phase) {
    return timeline[phase.ordinal()];
  }

  /** {@return nanoseconds from the complete head to the end; 0 while it lasts} */
  public long durationNanos() {
    return Math.max(0, nanosAt(Phase.END));
  }

  /**
   * Begins a record. What is not set is nothing, or empty; it began now.
   *
   * @param id from {@link io.porty.api.mode.ModeContext#reserveIds}
   * @param route the route's name
   * @param client the address of the client
   * @return a builder
   */
  public static ExchangeRecordBuilder builder(long id, String route, SocketAddress client) {
    return new ExchangeRecordBuilder(id, route, client);
  }
}
