package io.porty.api.log;

import io.porty.api.Target;
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

  private final long id;
  private final String route;
  private final SocketAddress client;
  private final long[] timeline = new long[Phase.values().length];
  private LogLevel level = LogLevel.BASIC;
  private long startMillis = System.currentTimeMillis();
  private @Nullable Target target;
  private String note = "";
  private String method = "";
  private String requestTarget = "";
  private String version = "";
  private Map<String, String> fields = Map.of();
  private List<String> requestHeaders = List.of();
  private int status;
  private String reason = "";
  private List<String> responseHeaders = List.of();
  private long requestBytes;
  private long responseBytes;
  private @Nullable TraceContext trace;
  private @Nullable String failure;
  private @Nullable String errorCode;
  private int retries;

  ExchangeRecordBuilder(long id, String route, SocketAddress client) {
    this.id = id;
    this.route = route;
    this.client = client;
    Arrays.fill(timeline, -1);
    timeline[Phase.HEAD.ordinal()] = 0;
  }

  /** The route's level, which says how much a log writes. */
  public ExchangeRecordBuilder level(LogLevel routes) {
    level = routes;
    return this;
  }

  /** When the request's head was complete, Unix time. */
  public ExchangeRecordBuilder startMillis(long unixMillis) {
    startMillis = unixMillis;
    return this;
  }

  /** Where it goes, and why; null if it was refused. */
  public ExchangeRecordBuilder decided(Decision.@Nullable To decision) {
    target = decision == null ? null : decision.target();
    note = decision == null ? "" : decision.note();
    return this;
  }

  /** What was asked for, in whatever way the protocol says it. */
  public ExchangeRecordBuilder request(String verb, String what, String protocol) {
    method = verb;
    requestTarget = what;
    version = protocol;
    return this;
  }

  /** Values that the route's logs want: {@link io.porty.api.mode.Route#loggedFields}. */
  public ExchangeRecordBuilder fields(Map<String, String> wanted) {
    fields = Map.copyOf(wanted);
    return this;
  }

  /** Lines of both heads, at level verbose; secrets masked. */
  public ExchangeRecordBuilder headers(List<String> ofRequest, List<String> ofResponse) {
    requestHeaders = List.copyOf(ofRequest);
    responseHeaders = List.copyOf(ofResponse);
    return this;
  }

  /** The answer, in terms of HTTP. */
  public ExchangeRecordBuilder response(int withStatus, String phrase) {
    status = withStatus;
    reason = phrase;
    return this;
  }

  /** Bytes of content, from the client and to it. */
  public ExchangeRecordBuilder bytes(long fromClient, long toClient) {
    requestBytes = fromClient;
    responseBytes = toClient;
    return this;
  }

  /** When a phase was reached, nanoseconds after the complete head. */
  public ExchangeRecordBuilder at(Phase phase, long nanos) {
    timeline[phase.ordinal()] = nanos;
    return this;
  }

  /** The trace that it belongs to. */
  public ExchangeRecordBuilder trace(@Nullable TraceContext context) {
    trace = context;
    return this;
  }

  /**
   * Why it failed.
   *
   * @param code the stable error code of that
   */
  public ExchangeRecordBuilder failure(@Nullable String why, @Nullable String word) {
    failure = why;
    errorCode = word;
    return this;
  }

  /** How often it went to another target, or over another connection. */
  public ExchangeRecordBuilder retries(int count) {
    retries = count;
    return this;
  }

  public ExchangeRecord build() {
    return new ExchangeRecord(
        id,
        route,
        level,
        startMillis,
        client,
        target,
        note,
        method,
        requestTarget,
        version,
        fields,
        requestHeaders,
        status,
        reason,
        responseHeaders,
        requestBytes,
        responseBytes,
        timeline.clone(),
        trace,
        failure,
        errorCode,
        retries);
  }
}
