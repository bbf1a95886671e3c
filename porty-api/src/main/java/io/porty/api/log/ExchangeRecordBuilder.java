package io.porty.api.log;

import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.route.Decision;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link ExchangeRecord}; may be used again, for the record at the end as for that at the
 * beginning. For one thread.
 *
 * <pre>{@code
 * ExchangeRecordBuilder record = ExchangeRecord.builder(id, route.facts().name(), client.remoteAddress())
 *     .request("GET", key, "CACHE/1").decided(to);
 * route.log().exchangeStarted(record.build());
 * ...
 * route.log().exchangeEnded(record.response(200, "OK").bytes(0, size).at(Phase.END, nanos).build());
 * }</pre>
 *
 * @since 0.2
 */
public final class ExchangeRecordBuilder {

  final long id;
  final String route;
  final SocketAddress client;
  final long[] timeline = new long[Phase.values().length];
  LogLevel level = LogLevel.BASIC;
  long startMillis = System.currentTimeMillis();
  @Nullable Target target;
  @Nullable SocketAddress upstreamAddress;
  String note = "";
  String method = "";
  String requestTarget = "";
  String version = "";
  Map<String, String> fields = Map.of();
  List<String> requestHeaders = List.of();
  int status;
  String responseReason = "";
  List<String> responseHeaders = List.of();
  long requestBytes;
  long responseBytes;
  @Nullable TraceContext trace;
  @Nullable String failure;
  @Nullable String errorCode;
  int retries;
  @Nullable TlsSession tls;
  @Nullable SocketAddress peer;

  ExchangeRecordBuilder(long id, String route, SocketAddress client) {
    this.id = id;
    this.route = route;
    this.client = client;
    Arrays.fill(timeline, -1);
    timeline[Phase.HEAD.ordinal()] = 0;
  }

  /**
   * Sets how much a log writes.
   *
   * @param routes the route's level
   * @return this
   */
  public ExchangeRecordBuilder level(LogLevel routes) {
    level = routes;
    return this;
  }

  /**
   * Sets when the request's head was complete.
   *
   * @param unixMillis Unix time in milliseconds
   * @return this
   */
  public ExchangeRecordBuilder startMillis(long unixMillis) {
    startMillis = unixMillis;
    return this;
  }

  /**
   * Sets who stands between the client and Porty.
   *
   * @param address at the other end of the socket; null if that is the client
   * @return this
   */
  public ExchangeRecordBuilder peer(@Nullable SocketAddress address) {
    peer = address;
    return this;
  }

  /**
   * Sets what the client's TLS handshake agreed on.
   *
   * @param session null for a connection without TLS
   * @return this
   */
  public ExchangeRecordBuilder tls(@Nullable TlsSession session) {
    tls = session;
    return this;
  }

  /**
   * Sets where the request goes, and why.
   *
   * @param decision null if it was refused
   * @return this
   */
  public ExchangeRecordBuilder decided(Decision.@Nullable To decision) {
    return target(
        decision == null ? null : decision.target(), decision == null ? "" : decision.note());
  }

  /**
   * As {@link #decided}, where the decision is not at hand any more.
   *
   * @param to where it goes; null if it was refused
   * @param why the router's word for why; may be empty
   * @return this
   */
  public ExchangeRecordBuilder target(@Nullable Target to, String why) {
    target = to;
    note = why;
    return this;
  }

  /**
   * Sets what was asked for, in whatever way the protocol says it.
   *
   * @param verb the method
   * @param what what it is about: of HTTP path and query
   * @param protocol with its version, {@code HTTP/1.1}
   * @return this
   */
  public ExchangeRecordBuilder request(String verb, String what, String protocol) {
    method = verb;
    requestTarget = what;
    version = protocol;
    return this;
  }

  /**
   * Sets values of header fields that the route's logs want.
   *
   * @param selected by name in lower case: {@link io.porty.api.mode.Route#loggedFields}
   * @return this
   */
  public ExchangeRecordBuilder fields(Map<String, String> selected) {
    fields = Map.copyOf(selected);
    return this;
  }

  /**
   * Sets the lines of both heads, at level verbose.
   *
   * @param ofRequest {@code name: value}, secrets masked
   * @param ofResponse the same of the response
   * @return this
   */
  public ExchangeRecordBuilder headers(List<String> ofRequest, List<String> ofResponse) {
    requestHeaders = List.copyOf(ofRequest);
    responseHeaders = List.copyOf(ofResponse);
    return this;
  }

  /**
   * Sets the answer, in terms of HTTP.
   *
   * @param withStatus 100 to 599; 0 if there was none
   * @param phrase the reason phrase; may be empty
   * @return this
   */
  public ExchangeRecordBuilder response(int withStatus, String phrase) {
    status = withStatus;
    responseReason = phrase;
    return this;
  }

  /**
   * Sets how much content was moved.
   *
   * @param fromClient bytes of the request's body
   * @param toClient bytes of the response's body
   * @return this
   */
  public ExchangeRecordBuilder bytes(long fromClient, long toClient) {
    requestBytes = fromClient;
    responseBytes = toClient;
    return this;
  }

  /**
   * Sets when a phase was reached.
   *
   * @param phase which
   * @param nanos nanoseconds after the complete head
   * @return this
   */
  public ExchangeRecordBuilder at(Phase phase, long nanos) {
    timeline[phase.ordinal()] = nanos;
    return this;
  }

  /**
   * Sets the trace that the exchange belongs to.
   *
   * @param context null if there is none
   * @return this
   */
  public ExchangeRecordBuilder trace(@Nullable TraceContext context) {
    trace = context;
    return this;
  }

  /**
   * Sets why the exchange failed.
   *
   * @param why in words; null if it did not
   * @param code the stable error code of that; null if it did not
   * @return this
   */
  public ExchangeRecordBuilder failure(@Nullable String why, @Nullable String code) {
    failure = why;
    errorCode = code;
    return this;
  }

  /**
   * Sets how often it went to another target, or over another connection.
   *
   * @param count 0 if the first one served
   * @return this
   */
  public ExchangeRecordBuilder retries(int count) {
    retries = count;
    return this;
  }

  /**
   * Sets the address that was connected to.
   *
   * @param address of the backend's end of the connection; null if there was none
   * @return this
   */
  public ExchangeRecordBuilder upstreamAddress(@Nullable SocketAddress address) {
    upstreamAddress = address;
    return this;
  }

  /** {@return the record of what was set so far} */
  public ExchangeRecord build() {
    return new ExchangeRecord(this);
  }
}
