package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.settings.HttpRoute;
import org.jspecify.annotations.Nullable;

/** How long an exchange has made no progress, by the loop's coarse clock, and who is to blame. */
final class Deadlines {

  /**
   * A client that has half-closed may have gone altogether; if the backend stays silent for so
   * long, it has.
   */
  private static final int HALF_CLOSED_TICKS = 7;

  private final HttpLoop loop;
  private int progressAt;
  private boolean halfClosed;

  Deadlines(HttpLoop loop) {
    this.loop = loop;
  }

  void start() {
    progressAt = loop.now();
    halfClosed = false;
  }

  void progressed() {
    progressAt = loop.now();
  }

  void clientHalfClosed() {
    halfClosed = true;
  }

  boolean hasClientLeft() {
    return halfClosed && silentFor(HALF_CLOSED_TICKS);
  }

  boolean silentFor(int ticks) {
    return loop.now() - progressAt >= ticks;
  }

  /**
   * What has lasted too long, or null.
   *
   * @param sent whether all of the request went to the backend
   * @param taking whether the backend takes more of it
   * @param answering whether the response has begun
   */
  @Nullable Failure missed(HttpRoute route, boolean sent, boolean taking, boolean answering) {
    if (!sent && silentFor(route.bodyTimeout())) {
      return taking
          ? Failure.client(FailureCode.BODY_TIMEOUT, "")
          : Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "it takes no more of the request");
    }
    if (sent && !answering && silentFor(route.responseTimeout())) {
      return Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "");
    }
    if (sent && answering && silentFor(route.bodyTimeout())) {
      return Failure.upstream(FailureCode.BACKEND_CUT, "the response made no progress");
    }
    return null;
  }
}
