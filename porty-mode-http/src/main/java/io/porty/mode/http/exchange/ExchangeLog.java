package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.ExchangeRecordBuilder;
import io.porty.api.log.LogLevel;
import io.porty.api.log.Phase;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.StreamStats;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the data of the access log record, the metrics and the JFR event of an exchange. Each
 * call costs a branch or two for routes without an access log while JFR is off. Reused with its
 * exchange.
 */
final class ExchangeLog {

  private static final Phase[] PHASES = Phase.values();

  private final RequestTrace trace;
  private final ClientStream stream;
  private final ExchangeJfr jfr = new ExchangeJfr();
  private final StreamStats stats = new StreamStats();
  private boolean on;
  private boolean verbose;
  private long id;
  private long connection;
  private long startMillis;
  private String routeName = "";
  private LogLevel level = LogLevel.NONE;
  private io.porty.api.log.@Nullable AccessLog log;
  private String method = "";
  private String requestTarget = "";
  private String version = "";
  private Map<String, String> fields = Map.of();
  private List<String> requestHeaders = List.of();
  private String note = "";

  /** Address of the connection of the last attempt; null if there is none. */
  private @Nullable SocketAddress upstreamAddress;

  private String upstreamProtocol = "";

  private int status;
  private String reason = "";
  private List<String> responseHeaders = List.of();
  private final long[] timeline = new long[PHASES.length];

  /** Of all records of the connection; made with the first. */
  private @Nullable ExchangeRecordBuilder builder;

  /**
   * @param trace of the current exchange
   * @param stream the client's
   */
  ExchangeLog(RequestTrace trace, ClientStream stream) {
    this.trace = trace;
    this.stream = stream;
  }

  /**
   * Begins an exchange.
   *
   * @param parser has the request's head; null if there is none to log
   */
  void begin(HttpRoute route, @Nullable HeadParser parser, long exchangeId, RouteMeter counting) {
    jfr.begin(route);
    on = route.isRecorded();
    status = 0;
    stats.begin(counting, on);
    if (on) {
      record(route, parser, exchangeId);
    }
  }

  private void record(HttpRoute route, @Nullable HeadParser parser, long exchangeId) {
    Arrays.fill(timeline, -1);
    timeline[Phase.HEAD.ordinal()] = 0;
    verbose = route.isVerbose();
    id = exchangeId;
    if (connection == 0) {
      connection = stream.connectionId(exchangeId);
    }
    startMillis = System.currentTimeMillis();
    routeName = route.name();
    level = route.route().logLevel();
    log = route.route().log();
    method =
        parser == null ? "" : Ascii.text(parser.bytes(), parser.methodStart(), parser.methodEnd());
    requestTarget =
        parser == null
            ? ""
            : MaskedLinks.of(Ascii.text(parser.bytes(), parser.targetStart(), parser.targetEnd()));
    version = parser == null ? "" : version(parser);
    fields = parser == null ? Map.of() : LoggedFields.wanted(parser, route.loggedFields());
    requestHeaders = verbose && parser != null ? LoggedFields.lines(parser) : List.of();
    note = "";
    upstreamAddress = null;
    upstreamProtocol = "";
    reason = "";
    responseHeaders = List.of();
  }

  private String version(HeadParser parser) {
    return stream.isHttp2() ? "HTTP/2" : parser.minor() == 0 ? "HTTP/1.0" : "HTTP/1.1";
  }

  /** Reads the clock only if the result is recorded: that costs more than counting. */
  private void mark(Phase phase) {
    if (on) {
      timeline[phase.ordinal()] = stats.nanos();
    }
  }

  void routed(Target to, String why, SocketAddress client) {
    jfr.routed(to);
    stats.routed(to);
    mark(Phase.ROUTED);
    if (!on) {
      return;
    }
    note = why;
    if (log != null) {
      log.exchangeStarted(record(client, 0, 0, null, null));
    }
  }

  /** The previous target could not be connected. */
  void failedOver(Failure why, Target to) {
    jfr.routed(to);
    tryFailed(why);
    stats.failedOver(to);
    stats.meter().retried();
  }

  /** The request is retried. */
  void retried(Failure why) {
    tryFailed(why);
    stats.retried();
    stats.meter().retried();
  }

  private void tryFailed(Failure why) {
    Target tried = stats.target();
    if (tried != null) {
      stats.meter().tryFailed(tried, why.code().code());
    }
    upstreamAddress = null;
    upstreamProtocol = "";
  }

  /** A backend connection was acquired. */
  void connected(UpstreamStream upstream) {
    if (on) {
      mark(Phase.CONNECTED);
      upstreamAddress = upstream.address();
      upstreamProtocol = upstream.isHttp2() ? "HTTP/2" : "HTTP/1.1";
    }
    stats.meter().upstreamAcquired(upstream.isReused());
  }

  /** The target that was routed to; null if it is not known, or neither counted nor recorded. */
  @Nullable Target routedTo() {
    return stats.target();
  }

  /** The target as text; empty if it is not known, or neither counted nor recorded. */
  String target() {
    return stats.isTimed() ? stats.targetText() : "";
  }

  void responded(HeadParser parser) {
    jfr.responded(parser.status());
    stats.firstByte();
    status = parser.status();
    if (!on) {
      return;
    }
    reason = Ascii.text(parser.bytes(), parser.reasonStart(), parser.reasonEnd());
    if (verbose) {
      responseHeaders = LoggedFields.lines(parser);
    }
  }

  /** The gRPC call ends; null if it is none. */
  void grpc(@Nullable GrpcCall call) {
    if (call != null) {
      stats.grpcStatus(call.status());
    }
  }

  /** Ends the exchange; at most once for each {@link #begin}. */
  void end(
      SocketAddress client,
      long requestBytes,
      long responseBytes,
      int finalStatus,
      @Nullable String failure,
      @Nullable String word) {
    jfr.end(finalStatus, failure);
    if (!stats.isTimed()) {
      return;
    }
    status = finalStatus == 0 ? status : finalStatus;
    long nanos = stats.end(status, requestBytes, responseBytes, word);
    if (on && log != null) {
      timeline[Phase.FIRST_BYTE.ordinal()] = stats.firstByteNanos();
      timeline[Phase.END.ordinal()] = nanos;
      log.exchangeEnded(record(client, requestBytes, responseBytes, failure, word));
    }
    on = false;
  }

  private ExchangeRecord record(
      SocketAddress client,
      long requestBytes,
      long responseBytes,
      @Nullable String failure,
      @Nullable String word) {
    ExchangeRecordBuilder known = builder;
    if (known == null) {
      known = ExchangeRecord.builder(id, routeName, client);
      builder = known;
    }
    ExchangeRecordBuilder record =
        known
            .reset(id, routeName, client)
            .level(level)
            .connection(connection, stream.number())
            .peer(stream.relay())
            .proxy(stream.proxy())
            .tls(stream.tls())
            .startMillis(startMillis)
            .target(stats.target(), note)
            .upstreamAddress(upstreamAddress)
            .upstreamProtocol(upstreamProtocol)
            .request(method, requestTarget, version)
            .fields(fields)
            .headers(requestHeaders, responseHeaders)
            .response(status, reason)
            .grpcStatus(stats.grpcStatus())
            .bytes(requestBytes, responseBytes)
            .trace(trace.isPresent() ? trace.context() : null)
            .failure(failure, word)
            .retries(stats.retries());
    for (Phase phase : PHASES) {
      record.at(phase, timeline[phase.ordinal()]);
    }
    return record.build();
  }
}
