package io.porty.mode.http.h2;

import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.ModeMetric;

/**
 * What the HTTP/2 connections to the backends of one listening address count. Made with the first
 * such connection of an event loop; used on that loop.
 */
final class H2UpstreamMetrics implements SentFrames {

  private static final String BACKEND = "backend";
  private static final String PORTY = "porty";

  private static final ModeMetric CONNECTIONS =
      ModeMetric.gauge(
          "porty_upstream_h2_connections", "Open backend connections that speak HTTP/2");
  private static final ModeMetric STREAMS =
      ModeMetric.gauge("porty_upstream_h2_streams", "Open streams of backend connections");
  private static final ModeMetric RESETS =
      ModeMetric.counter(
          "porty_upstream_h2_resets",
          "RST_STREAM frames of backend connections, by sender and error",
          "by",
          "code");
  private static final ModeMetric GOAWAYS =
      ModeMetric.counter(
          "porty_upstream_h2_goaways",
          "GOAWAY frames of backend connections, by sender and error",
          "by",
          "code");

  private final ModeMeter.Count connections;
  private final ModeMeter.Count streams;
  private final ErrorCounts resetsSent;
  private final ErrorCounts resetsReceived;
  private final ErrorCounts goAwaysSent;
  private final ErrorCounts goAwaysReceived;

  H2UpstreamMetrics(ModeMeter meter) {
    this.connections = meter.count(CONNECTIONS);
    this.streams = meter.count(STREAMS);
    this.resetsSent = new ErrorCounts(meter, RESETS, PORTY);
    this.resetsReceived = new ErrorCounts(meter, RESETS, BACKEND);
    this.goAwaysSent = new ErrorCounts(meter, GOAWAYS, PORTY);
    this.goAwaysReceived = new ErrorCounts(meter, GOAWAYS, BACKEND);
  }

  /** A connection has begun (1) or ended (-1). */
  void connections(int change) {
    connections.add(change);
  }

  /** A stream has begun (1) or ended (-1). */
  void streams(int change) {
    streams.add(change);
  }

  void resetReceived(H2Error error) {
    resetsReceived.add(error);
  }

  void goAwayReceived(H2Error error) {
    goAwaysReceived.add(error);
  }

  @Override
  public void reset(H2Error error) {
    resetsSent.add(error);
  }

  @Override
  public void goAway(H2Error error) {
    goAwaysSent.add(error);
  }
}
