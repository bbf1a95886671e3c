package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.config.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange has made no progress, or too little, by the loop's coarse clock, and who is
 * to blame. Each question belongs to one phase and is asked once for each tick of it.
 */
final class Deadlines {

  private final HttpLoop loop;
  private final MinRate upload = new MinRate();
  private final MinRate download = new MinRate();
  private int progressAt;
  private boolean halfClosed;
  private boolean awaitsContinue;
  private long taken;

  Deadlines(HttpLoop loop) {
    this.loop = loop;
  }

  /** Begins, before anything is known of the request. */
  void start() {
    progressAt = loop.now();
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

  void progressed() {
    progressAt = loop.now();
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
    return loop.now() - progressAt >= ticks;
  }

  /**
   * The request is on its way.
   *
   * @param bytes of its body so far
   * @param wanted whether the backend takes more of it
   * @param alone whether the response has not begun: a client that receives already may pause
   */
  @Nullable Failure uploading(Timeouts by, long bytes, boolean wanted, boolean alone) {
    if (!wanted || awaitsContinue) {
      upload.earn(bytes);
      String why = wanted ? "it did not ask for the body" : "it takes no more of the request";
      return silentFor(by.response()) ? Failure.upstream(FailureCode.RESPONSE_TIMEOUT, why) : null;
    }
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
        ? Failure.upstream(FailureCode.BACKEND_CUT, "the response made no progress")
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
      progressed();
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
