package io.porty.api.log;

import io.porty.api.ProxyFacts;
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

  private static final int PHASES = Phase.values().length;

  long id;
  String route;
  SocketAddress client;
  long[] timeline;

  /** Whether a record has the array, so that the next change needs a copy. */
  private boolean timelineIsTaken;

  LogLevel level = LogLevel.BASIC;
  long connection;
  int stream;
  long startMillis;
  @Nullable Target target;
  @Nullable SocketAddress upstreamAddress;
  String upstreamProtocol = "";
  int grpcStatus = -1;
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
  @Nullable ProxyFacts proxy;

  ExchangeRecordBuilder(long id, String route, SocketAddress client) {
    this.id = id;
    this.route = route;
    this.client = client;
    this.startMillis = System.currentTimeMillis();
    this.timeline = emptyTimeline();
  }

  private static long[] emptyTimeline() {
    long[] empty = new long[PHASES];
    Arrays.fill(empty, -1);
    empty[Phase.HEAD.ordinal()] = 0;
    return empty;
  }

  /**
   * Begins another exchange: everything that was set is as in a new builder. So one builder does
   * for all exchanges of a connection.
   *
   * @param nextId the id of the exchange
   * @param itsRoute the name of its route
   * @param itsClient the client's address
   * @return this
   */
  public ExchangeRecordBuilder reset(long nextId, String itsRoute, SocketAddress itsClient) {
    id = nextId;
    route = itsRoute;
    client = itsClient;
    if (timelineIsTaken) {
      timeline = emptyTimeline();
      timelineIsTaken = false;
    } else {
      Arrays.fill(timeline, -1);
      timeline[Phase.HEAD.ordinal()] = 0;
    }
    level = LogLevel.BASIC;
    connection = 0;
    stream = 0;
    startMillis = System.currentTimeMillis();
    fields = Map.of();
    trace = null;
    upstreamAddress = null;
    upstreamProtocol = "";
    grpcStatus = -1;
    retries = 0;
    return target(null, "")
        .request("", "", "")
        .headers(List.of(), List.of())
        .response(0, "")
        .bytes(0, 0)
        .failure(null, null);
  }

  /**
   * Sets the log level.
   *
   * @param routes the level of the route
   * @return this
   */
  public ExchangeRecordBuilder level(LogLevel routes) {
    level = routes;
    return this;
  }

  /**
   * Sets the client's connection.
   *
   * @param first the id of the first record of the connection
   * @param number of the stream on a connection with several; 0 for others
   * @return this
   * @since 0.2
   */
  public ExchangeRecordBuilder connection(long first, int number) {
    connection = first;
    stream = number;
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
   * Sets the peer between the client and Porty.
   *
   * @param address at the other end of the socket; null if that is the client
   * @return this
   */
  public ExchangeRecordBuilder peer(@Nullable SocketAddress address) {
    peer = address;
    return this;
  }

  /**
   * Sets what a PROXY header says of the client.
   *
   * @param said beyond its addresses; null if nothing
   * @return this
   */
  public ExchangeRecordBuilder proxy(@Nullable ProxyFacts said) {
    proxy = said;
    return this;
  }

  /**
   * Sets the TLS session of the client.
   *
   * @param session null for a connection without TLS
   * @return this
   */
  public ExchangeRecordBuilder tls(@Nullable TlsSession session) {
    tls = session;
    return this;
  }

  /**
   * Sets target and reason.
   *
   * @param decision null if it was not forwarded
   * @return this
   */
  public ExchangeRecordBuilder decided(Decision.@Nullable To decision) {
    return target(
        decision == null ? null : decision.target(), decision == null ? "" : decision.note());
  }

  /**
   * As {@link #decided}, without the decision.
   *
   * @param to the target; null if it was not forwarded
   * @param why the reason; may be empty
   * @return this
   */
  public ExchangeRecordBuilder target(@Nullable Target to, String why) {
    target = to;
    note = why;
    return this;
  }

  /**
   * Sets the request line.
   *
   * @param verb the method
   * @param what the request target: for HTTP path and query
   * @param protocol with version, {@code HTTP/1.1}
   * @return this
   */
  public ExchangeRecordBuilder request(String verb, String what, String protocol) {
    method = verb;
    requestTarget = what;
    version = protocol;
    return this;
  }

  /**
   * Sets the header fields that the route's logs select.
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
   * Sets the response.
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
   * Sets the byte counts.
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
   * @param phase the phase
   * @param nanos nanoseconds after the complete head
   * @return this
   */
  public ExchangeRecordBuilder at(Phase phase, long nanos) {
    if (timeline[phase.ordinal()] != nanos) {
      if (timelineIsTaken) {
        timeline = timeline.clone();
        timelineIsTaken = false;
      }
      timeline[phase.ordinal()] = nanos;
    }
    return this;
  }

  /**
   * Sets the trace.
   *
   * @param context null if there is none
   * @return this
   */
  public ExchangeRecordBuilder trace(@Nullable TraceContext context) {
    trace = context;
    return this;
  }

  /**
   * Sets the failure.
   *
   * @param why a description; null for none
   * @param code the error code; null for none
   * @return this
   */
  public ExchangeRecordBuilder failure(@Nullable String why, @Nullable String code) {
    failure = why;
    errorCode = code;
    return this;
  }

  /**
   * Sets the number of retries.
   *
   * @param count 0 if the first attempt succeeded
   * @return this
   */
  public ExchangeRecordBuilder retries(int count) {
    retries = count;
    return this;
  }

  /**
   * Sets the backend's address.
   *
   * @param address of the connection; null if there was none
   * @return this
   */
  public ExchangeRecordBuilder upstreamAddress(@Nullable SocketAddress address) {
    upstreamAddress = address;
    return this;
  }

  /**
   * Sets what the backend speaks.
   *
   * @param protocol {@code HTTP/1.1}, {@code HTTP/2}; empty if there was no connection
   * @return this
   * @since 0.2
   */
  public ExchangeRecordBuilder upstreamProtocol(String protocol) {
    upstreamProtocol = protocol;
    return this;
  }

  /**
   * Sets the status of a gRPC call.
   *
   * @param code the value of {@code grpc-status}; -1 if there is none
   * @return this
   * @since 0.2
   */
  public ExchangeRecordBuilder grpcStatus(int code) {
    grpcStatus = code;
    return this;
  }

  /** {@return the record} */
  public ExchangeRecord build() {
    timelineIsTaken = true;
    return new ExchangeRecord(this);
  }
}
