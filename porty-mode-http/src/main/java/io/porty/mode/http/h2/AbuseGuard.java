package io.porty.mode.http.h2;

/**
 * Counts what a peer does on one connection. Each method is called for one event, and returns
 * whether that is within the limit. On the event loop.
 */
final class AbuseGuard {

  private final Bucket resets;
  private final Bucket controls;
  private int resetsInLife;
  private int earlyRefusals;
  private int continuations;
  private int emptyData;
  private long updates;
  private long priorities;
  private long dataSent;
  private long pings;
  private long streams;

  AbuseGuard(int now) {
    this.resets = new Bucket(H2Limits.RESETS, H2Limits.RESETS_PER_SECOND, now);
    this.controls = new Bucket(H2Limits.CONTROLS, H2Limits.CONTROLS_PER_SECOND, now);
  }

  /** The peer has reset a stream, or has made Porty reset it. */
  boolean reset(int now) {
    return ++resetsInLife <= H2Limits.RESETS_IN_LIFE && resets.take(now);
  }

  /** A stream was refused whose client may not know yet how many it may have. */
  boolean earlyRefusal() {
    return ++earlyRefusals <= H2Limits.EARLY_REFUSALS;
  }

  /** SETTINGS, which the peer has sent. */
  boolean control(int now) {
    return controls.take(now);
  }

  /**
   * A PING of the peer. One for each DATA frame that it got is free: gRPC libraries estimate the
   * bandwidth so.
   */
  boolean ping(int now) {
    if (pings < dataSent) {
      pings++;
      return true;
    }
    return controls.take(now);
  }

  /** A header block begins. */
  void block() {
    continuations = 0;
  }

  boolean continuation() {
    return ++continuations <= H2Limits.CONTINUATIONS;
  }

  /**
   * A DATA frame.
   *
   * @param content bytes without padding
   * @param ends whether it ends its stream, which is no sign of abuse
   */
  boolean data(int content, boolean ends) {
    if (content > 0) {
      emptyData = 0;
    } else if (!ends) {
      emptyData++;
    }
    return emptyData <= H2Limits.EMPTY_DATA;
  }

  /** A DATA frame was sent. */
  void sentData() {
    dataSent++;
  }

  /** DATA frames that were sent. */
  long sentFrames() {
    return dataSent;
  }

  boolean windowUpdate() {
    return ++updates <= H2Limits.UPDATES + (dataSent + streams) * H2Limits.UPDATES_PER_DATA;
  }

  void stream() {
    streams++;
  }

  /** PRIORITY, PRIORITY_UPDATE or an unknown frame. */
  boolean priority() {
    return ++priorities <= H2Limits.PRIORITIES + streams * H2Limits.PRIORITIES_PER_STREAM;
  }
}
