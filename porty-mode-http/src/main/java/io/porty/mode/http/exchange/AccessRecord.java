package io.porty.mode.http.exchange;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.ExchangeRecordBuilder;
import io.porty.api.log.LogLevel;
import io.porty.api.log.Phase;
import io.porty.api.mode.StreamStats;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.RequestTrace;
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
 * The data of an exchange's access log record. Made for the first exchange of a stream whose route
 * has an access log, and reused with it. On its event loop.
 */
final class AccessRecord {

  private static final Phase[] PHASES = Phase.values();

  private final RequestTrace trace;
  private final ClientStream stream;
  private final StreamStats stats;
  private boolean verbose;
  private long id;
  private long connection;
  private long startMillis;
  private String routeName = "";
  private LogLevel level = LogLevel.NONE;
  private @Nullable AccessLog log;
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
   * @param stats of the current exchange
   */
  AccessRecord(RequestTrace trace, ClientStream stream, StreamStats stats) {
    this.trace = trace;
    this.stream = stream;
    this.stats = stats;
  }

  /**
   * Begins an exchange.
   *
   * @param parser has the request's head; null if there is none to log
   */
  void begin(HttpRoute route, @Nullable HeadParser parser, long exchangeId) {
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
    notConnected();
    status = 0;
    reason = "";
    responseHeaders = List.of();
  }

  private String version(HeadParser parser) {
    return stream.isHttp2() ? "HTTP/2" : parser.minor() == 0 ? "HTTP/1.0" : "HTTP/1.1";
  }

  private void mark(Phase phase) {
    timeline[phase.ordinal()] = stats.nanos();
  }

  void routed(String why, SocketAddress client) {
    mark(Phase.ROUTED);
    note = why;
    if (log != null) {
      log.exchangeStarted(record(client, 0, 0, null, null));
    }
  }

  void connected(UpstreamStream upstream) {
    mark(Phase.CONNECTED);
    upstreamAddress = upstream.address();
    upstreamProtocol = upstream.isHttp2() ? "HTTP/2" : "HTTP/1.1";
  }

  /** The attempt has failed: there is no connection to a backend. */
  void notConnected() {
    upstreamAddress = null;
    upstreamProtocol = "";
  }

  void responded(HeadParser parser) {
    status = parser.status();
    reason = Ascii.text(parser.bytes(), parser.reasonStart(), parser.reasonEnd());
    if (verbose) {
      responseHeaders = LoggedFields.lines(parser);
    }
  }

  /**
   * Writes the record.
   *
   * @param nanos how long the exchange took
   * @param finalStatus of a local reply, else 0
   */
  void end(
      SocketAddress client,
      long nanos,
      int finalStatus,
      @Nullable String failure,
      @Nullable String word) {
    if (log != null) {
      status = finalStatus == 0 ? status : finalStatus;
      timeline[Phase.FIRST_BYTE.ordinal()] = stats.firstByteNanos();
      timeline[Phase.END.ordinal()] = nanos;
      log.exchangeEnded(
          record(client, stats.bytesFromClient(), stats.bytesToClient(), failure, word));
    }
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
