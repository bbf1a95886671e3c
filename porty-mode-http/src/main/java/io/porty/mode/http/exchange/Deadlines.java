package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.framing.MinRate;
import io.porty.mode.http.listener.LoopClock;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange has made no progress, or too little, by the loop's coarse clock, and who is
 * to blame. Each question belongs to one phase and is asked once for each tick of it.
 */
final class Deadlines {

  /** Who has to move while a request's body is on its way. */
  enum Upload {
    WAITS_FOR_BACKEND,
    WAITS_FOR_CLIENT,
    /** The response has begun: a client that receives already may pause. */
    WAITS_FOR_CLIENT_BESIDE_RESPONSE
  }

  private final LoopClock clock;
  private final MinRate upload = new MinRate();
  private final MinRate download = new MinRate();
  private int progressAt;
  private boolean halfClosed;
  private boolean awaitsContinue;
  private long taken;

  Deadlines(LoopClock clock) {
    this.clock = clock;
  }

  /** Begins, before anything is known of the request. */
  void start() {
    progressAt = clock.now();
    halfClosed = false;
    awaitsContinue = false;
    taken = 0;
  }

  /**
   * The route is known.
   *
   * @param expectsContinue whether the client sends no body before the backend says 100
   */
  void start(Timeouts by, boolean expectsContinue) {
    awaitsContinue = expectsContinue;
    upload.start(by.bodyRate(), by.bodyGrace(), by.body());
    download.start(by.sendRate(), by.send(), by.send());
  }

  void touch() {
    progressAt = clock.now();
  }

  /** The client may send its body now, or does. */
  void bodyExpected() {
    awaitsContinue = false;
  }

  void clientHalfClosed() {
    halfClosed = true;
  }

  /** Whether a client that has closed its side is taken for gone. */
  boolean hasClientLeft(Timeouts by) {
    return halfClosed && by.halfClosed() > 0 && silentFor(by.halfClosed());
  }

  boolean silentFor(int ticks) {
    return clock.now() - progressAt >= ticks;
  }

  /**
   * The request is on its way.
   *
   * @param bytes of its body so far
   */
  @Nullable Failure uploading(Timeouts by, long bytes, Upload waits) {
    if (waits == Upload.WAITS_FOR_BACKEND || awaitsContinue) {
      upload.earn(bytes);
      String why =
          waits == Upload.WAITS_FOR_BACKEND
              ? "it takes no more of the request"
              : "it did not ask for the body";
      return silentFor(by.response()) ? Failure.upstream(FailureCode.RESPONSE_TIMEOUT, why) : null;
    }
    boolean alone = waits == Upload.WAITS_FOR_CLIENT;
    if (alone && upload.isMissed(bytes)) {
      return Failure.client(
          FailureCode.BODY_TIMEOUT, "slower than " + by.bodyRate() + " bytes per second");
    }
    return silentFor(alone ? by.body() : by.responseBody())
        ? Failure.client(FailureCode.BODY_TIMEOUT, "")
        : null;
  }

  /** The request is sent, and nothing of the response has come. */
  @Nullable Failure waiting(Timeouts by) {
    return silentFor(by.response()) ? Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "") : null;
  }

  /** The response comes, and the client takes it. */
  @Nullable Failure receiving(Timeouts by, boolean isEventStream) {
    int silence = isEventStream ? by.eventStream() : by.responseBody();
    return silence > 0 && silentFor(silence)
        ? Failure.upstream(FailureCode.TRUNCATED_RESPONSE, "the response made no progress")
        : null;
  }

  /**
   * The client has not taken what is there for it.
   *
   * @param total bytes that it has taken
   */
  @Nullable Failure sending(Timeouts by, long total) {
    if (total != taken) {
      taken = total;
      touch();
    }
    if (silentFor(by.send())) {
      return Failure.client(FailureCode.SEND_TIMEOUT, "");
    }
    return download.isMissed(total)
        ? Failure.client(
            FailureCode.SEND_TIMEOUT, "slower than " + by.sendRate() + " bytes per second")
        : null;
  }
}
