package io.porty.mode.http.h2;

import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.ModeMetric;

/**
 * What the HTTP/2 connections of clients of one listening address count. Made with the first such
 * connection of an event loop; used on that loop.
 */
final class H2Metrics implements SentFrames {

  private static final String CLIENT = "client";
  private static final String PORTY = "porty";

  private static final ModeMetric CONNECTIONS =
      ModeMetric.gauge("porty_h2_connections", "Open client connections that speak HTTP/2");
  private static final ModeMetric STREAMS =
      ModeMetric.gauge("porty_h2_streams", "Open streams of client connections");
  private static final ModeMetric BEGUN =
      ModeMetric.counter("porty_h2_streams_begun", "Streams that clients have opened");
  private static final ModeMetric LIMITS =
      ModeMetric.counter(
          "porty_h2_limits_reached", "How often a client has reached a limit of HTTP/2", "limit");
  private static final ModeMetric RESETS =
      ModeMetric.counter("porty_h2_resets", "RST_STREAM frames, by sender and error", "by", "code");
  private static final ModeMetric GOAWAYS =
      ModeMetric.counter("porty_h2_goaways", "GOAWAY frames, by sender and error", "by", "code");

  private final ModeMeter meter;
  private final ModeMeter.Count connections;
  private final ModeMeter.Count streams;
  private final ModeMeter.Count begun;
  private final ErrorCounts resetsSent;
  private final ErrorCounts resetsReceived;
  private final ErrorCounts goAwaysSent;
  private final ErrorCounts goAwaysReceived;

  H2Metrics(ModeMeter meter) {
    this.meter = meter;
    this.connections = meter.count(CONNECTIONS);
    this.streams = meter.count(STREAMS);
    this.begun = meter.count(BEGUN);
    this.resetsSent = new ErrorCounts(meter, RESETS, PORTY);
    this.resetsReceived = new ErrorCounts(meter, RESETS, CLIENT);
    this.goAwaysSent = new ErrorCounts(meter, GOAWAYS, PORTY);
    this.goAwaysReceived = new ErrorCounts(meter, GOAWAYS, CLIENT);
  }

  /** A connection has begun (1) or ended (-1). */
  void connections(int change) {
    connections.add(change);
  }

  void streamBegun() {
    begun.add(1);
    streams.add(1);
  }

  void streamEnded() {
    streams.add(-1);
  }

  /** A client has reached a limit. */
  void reached(Abuse limit) {
    meter.count(LIMITS, limit.reason()).add(1);
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
