package io.porty.api.log;

import io.porty.api.Target;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and what came of it; handed over when it is routed and again when it ends. A
 * mode of request and response makes it with {@link #builder}: the record may get more components.
 *
 * @param id the same in both records, unique in this process
 * @param route the route's name
 * @param level the route's level, which says how much a log should write
 * @param startMillis when the head was complete, Unix time
 * @param client the peer
 * @param target where it goes; null if it was refused
 * @param note the router's word for why, empty if it was refused
 * @param method as sent; empty if no head could be read
 * @param requestTarget as sent, with the routing parameters; control characters are possible only
 *     as the log's own escapes
 * @param version of the client's message: {@code HTTP/1.1}; empty if no head could be read
 * @param fields values of the request's header fields that the log asked for with {@link
 *     AccessLogFactory#requestFields}, by name in lower case; only those that were sent
 * @param requestHeaders lines as sent at level verbose, secrets masked; else empty
 * @param status of the final response; 0 while there is none
 * @param responseReason the reason phrase that came with it
 * @param responseHeaders as {@code requestHeaders}
 * @param requestBytes body bytes from the client
 * @param responseBytes body bytes to the client
 * @param timeline nanoseconds since the head was complete, one slot for each {@link Phase}; -1
 *     where it was not reached. Owned by this record; do not change it
 * @param trace the trace that it belongs to; null if none was sent and none begun
 * @param failure why it failed, if it did; also a refusal by a router
 * @param errorCode the stable word of that, as in {@code X-Porty-Error}; null if it did not fail
 * @param retries how often it went to another target, or over another connection, because the one
 *     before failed
 * @since 0.1
 */
public record ExchangeRecord(
    long id,
    String route,
    LogLevel level,
    long startMillis,
    SocketAddress client,
    @Nullable Target target,
    String note,
    String method,
    String requestTarget,
    String version,
    Map<String, String> fields,
    List<String> requestHeaders,
    int status,
    String responseReason,
    List<String> responseHeaders,
    long requestBytes,
    long responseBytes,
    long[] timeline,
    @Nullable TraceContext trace,
    @Nullable String failure,
    @Nullable String errorCode,
    int retries) {

  /** As it was in 0.1; for modes that were built with it. New ones use {@link #builder}. */
  public ExchangeRecord(
      long id,
      String route,
      LogLevel level,
      long startMillis,
      SocketAddress client,
      @Nullable Target target,
      String note,
      String method,
      String requestTarget,
      String version,
      Map<String, String> fields,
      List<String> requestHeaders,
      int status,
      String responseReason,
      List<String> responseHeaders,
      long requestBytes,
      long responseBytes,
      long[] timeline,
      @Nullable TraceContext trace,
      @Nullable String failure,
      @Nullable String errorCode) {
    this(
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
        responseReason,
        responseHeaders,
        requestBytes,
        responseBytes,
        timeline,
        trace,
        failure,
        errorCode,
        0);
  }

  /** Begins a record. What is not set is nothing, or empty; it began now. */
  public static ExchangeRecordBuilder builder(long id, String route, SocketAddress client) {
    return new ExchangeRecordBuilder(id, route, client);
  }

  /** Nanoseconds from the complete head to the end; 0 while it lasts. */
  public long durationNanos() {
    return Math.max(0, timeline[Phase.END.ordinal()]);
  }
}
