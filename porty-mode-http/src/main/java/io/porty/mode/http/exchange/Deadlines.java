package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.framing.MinRate;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.listener.LoopClock;
import org.jspecify.annotations.Nullable;

/**
 * Detects missing or slow progress of an exchange by the event loop's coarse clock, and attributes
 * it to a side. Each method belongs to one phase and is called at each tick of it.
 */
final class Deadlines {

  /** Which side has to make progress while a request body is transferred. */
  enum Upload {
    WAITS_FOR_BACKEND,
    WAITS_FOR_CLIENT,
    /** The response has begun: a client that already receives it may pause its body. */
    WAITS_FOR_CLIENT_BESIDE_RESPONSE
  }

  private final LoopClock clock;

  /** Minimum rates, started at the first tick that needs them: most exchanges are over before. */
  private @Nullable MinRate upload;

  private @Nullable MinRate download;
  private boolean uploadStarted;
  private boolean downloadStarted;
  private int progressAt;
  private boolean halfClosed;
  private boolean awaitsContinue;
  private long taken;
  private int callEndsAt;
  private boolean callEnds;

  Deadlines(LoopClock clock) {
    this.clock = clock;
  }

  /** Starts the deadlines before the request is known. */
  void start() {
    progressAt = clock.now();
    halfClosed = false;
    awaitsContinue = false;
    taken = 0;
    callEnds = false;
    uploadStarted = false;
    downloadStarted = false;
  }

  /**
   * The request is known.
   *
   * @param expectsContinue whether the client waits for 100 (Continue) before it sends the body
   */
  void expectContinue(boolean expectsContinue) {
    awaitsContinue = expectsContinue;
  }

  private MinRate upload(Timeouts by) {
    MinRate rate = upload;
    if (rate == null) {
      rate = new MinRate();
      upload = rate;
    }
    if (!uploadStarted) {
      uploadStarted = true;
      rate.start(by.bodyRate(), by.bodyGrace(), by.body());
    }
    return rate;
  }

  private MinRate download(Timeouts by) {
    MinRate rate = download;
    if (rate == null) {
      rate = new MinRate();
      download = rate;
    }
    if (!downloadStarted) {
      downloadStarted = true;
      rate.start(by.sendRate(), by.send(), by.send());
    }
    return rate;
  }

  /** The client grants a gRPC call, if it is one, so much time (gRPC, PROTOCOL-HTTP2). */
  void grant(@Nullable GrpcCall call) {
    if (call == null || call.timeoutMillis() < 0) {
      return;
    }
    callEnds = true;
    long ticks = (call.timeoutMillis() + HttpRoute.TICK_MILLIS - 1) / HttpRoute.TICK_MILLIS;
    // One more, because the present one has begun before: a call never has less than it is granted.
    callEndsAt = clock.now() + (int) Math.min(Integer.MAX_VALUE / 2, ticks + 1);
  }

  /** Whether the time that the client grants has passed. */
  boolean isCallOver() {
    return callEnds && clock.now() - callEndsAt >= 0;
  }

  void touch() {
    progressAt = clock.now();
  }

  /** The client may send its body, or sends it. */
  void bodyExpected() {
    awaitsContinue = false;
  }

  void clientHalfClosed() {
    halfClosed = true;
  }

  /** Whether a half-closed client counts as gone. */
  boolean hasClientLeft(Timeouts by) {
    return halfClosed && by.halfClosed() > 0 && silentFor(by.halfClosed());
  }

  boolean silentFor(int ticks) {
    return clock.now() - progressAt >= ticks;
  }

  /**
   * The request is being sent.
   *
   * @param by timeouts of the route
   * @param bytes body bytes so far
   * @param waits which side has to make progress
   * @return the failure; null if there is none
   */
  @Nullable Failure uploading(Timeouts by, long bytes, Upload waits) {
    if (waits == Upload.WAITS_FOR_BACKEND || awaitsContinue) {
      upload(by).earn(bytes);
      String why =
          waits == Upload.WAITS_FOR_BACKEND
              ? "does not read the request body"
              : "did not send 100 (Continue)";
      return silentFor(by.response()) ? Failure.upstream(FailureCode.RESPONSE_TIMEOUT, why) : null;
    }
    boolean alone = waits == Upload.WAITS_FOR_CLIENT;
    if (alone && upload(by).isMissed(bytes)) {
      return Failure.client(
          FailureCode.BODY_TIMEOUT, "slower than " + by.bodyRate() + " bytes per second");
    }
    return silentFor(alone ? by.body() : by.responseBody())
        ? Failure.client(FailureCode.BODY_TIMEOUT, "")
        : null;
  }

  /**
   * The request is sent, and no response has arrived.
   *
   * @param by timeouts of the route
   * @return the failure; null if there is none
   */
  @Nullable Failure waiting(Timeouts by) {
    return silentFor(by.response()) ? Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "") : null;
  }

  /**
   * The response is arriving and the client takes it.
   *
   * @param by timeouts of the route
   * @param isEventStream whether it is a server-sent event stream
   * @return the failure; null if there is none
   */
  @Nullable Failure receiving(Timeouts by, boolean isEventStream) {
    int silence = isEventStream ? by.eventStream() : by.responseBody();
    return silence > 0 && silentFor(silence)
        ? Failure.upstream(FailureCode.TRUNCATED_RESPONSE, "the response made no progress")
        : null;
  }

  /**
   * A gRPC call is silent both ways, which a stream of messages may be.
   *
   * @param by timeouts of the route
   * @return the failure; null if there is none
   */
  @Nullable Failure streaming(Timeouts by) {
    return by.eventStream() > 0 && silentFor(by.eventStream())
        ? Failure.porty(FailureCode.IDLE_TIMEOUT, "")
        : null;
  }

  /**
   * The client does not take available response bytes.
   *
   * @param by timeouts of the route
   * @param total bytes that it has taken
   * @return the failure; null if there is none
   */
  @Nullable Failure sending(Timeouts by, long total) {
    if (total != taken) {
      taken = total;
      touch();
    }
    if (silentFor(by.send())) {
      return Failure.client(FailureCode.SEND_TIMEOUT, "");
    }
    return download(by).isMissed(total)
        ? Failure.client(
            FailureCode.SEND_TIMEOUT, "slower than " + by.sendRate() + " bytes per second")
        : null;
  }
}
