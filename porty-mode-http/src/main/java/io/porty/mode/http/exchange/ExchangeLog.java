package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.StreamStats;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Collects the data of the access log record, the metrics and the JFR event of an exchange. Each
 * call costs a branch or two for routes without an access log while JFR is off. Reused with its
 * exchange.
 */
final class ExchangeLog {

  private final RequestTrace trace;
  private final ClientStream stream;
  private final ExchangeJfr jfr = new ExchangeJfr();
  private final StreamStats stats = new StreamStats();
  private @Nullable AccessRecord made;

  /** Of the current exchange; null without an access log. */
  private @Nullable AccessRecord record;

  private int status;

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
    boolean on = route.isRecorded();
    status = 0;
    stats.begin(counting, on);
    record = on ? recordOf(route, parser, exchangeId) : null;
  }

  private AccessRecord recordOf(HttpRoute route, @Nullable HeadParser parser, long exchangeId) {
    AccessRecord used = made;
    if (used == null) {
      used = new AccessRecord(trace, stream, stats);
      made = used;
    }
    used.begin(route, parser, exchangeId);
    return used;
  }

  /** The trace of the exchange, 32 digits; null for none. */
  @Nullable String traceId() {
    return trace.isPresent() ? trace.traceId() : null;
  }

  void routed(Target to, String why, SocketAddress client) {
    jfr.routed(to);
    stats.routed(to);
    AccessRecord on = record;
    if (on != null) {
      on.routed(why, client);
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
    AccessRecord on = record;
    if (on != null) {
      on.notConnected();
    }
  }

  /** A backend connection was acquired. */
  void connected(UpstreamStream upstream) {
    AccessRecord on = record;
    if (on != null) {
      on.connected(upstream);
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
    AccessRecord on = record;
    if (on != null) {
      on.responded(parser);
    }
  }

  /** The gRPC call ends; null if it is none. */
  void grpc(@Nullable GrpcCall call) {
    if (call != null) {
      stats.grpcStatus(call.status());
    }
  }

  /**
   * Ends the exchange; at most once for each {@link #begin}.
   *
   * @param finalStatus of a local reply, else 0
   */
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
    int answered = finalStatus == 0 ? status : finalStatus;
    long nanos = stats.end(answered, requestBytes, responseBytes, word);
    AccessRecord on = record;
    if (on != null) {
      record = null;
      on.end(client, nanos, finalStatus, failure, word);
    }
  }
}
