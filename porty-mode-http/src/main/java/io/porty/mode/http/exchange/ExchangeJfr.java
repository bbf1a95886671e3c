package io.porty.mode.http.exchange;

import io.porty.api.Target;
import io.porty.mode.http.config.HttpRoute;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Records the JFR event of the current exchange if JFR is recording. Reused with its exchange. */
final class ExchangeJfr {

  private @Nullable ExchangeEvent event;

  void begin(HttpRoute route) {
    event = null;
    if (FlightRecorder.isInitialized() && Probe.EVENT.isEnabled()) {
      ExchangeEvent fresh = new ExchangeEvent();
      fresh.route = route.name();
      fresh.begin();
      event = fresh;
    }
  }

  void routed(Target to) {
    ExchangeEvent running = event;
    if (running != null) {
      running.upstream = to.toString();
    }
  }

  void responded(int status) {
    ExchangeEvent running = event;
    if (running != null) {
      running.status = status;
    }
  }

  /**
   * @param finalStatus of a local reply, else 0
   */
  void end(int finalStatus, @Nullable String failure) {
    ExchangeEvent running = event;
    if (running != null) {
      event = null;
      running.status = finalStatus == 0 ? running.status : finalStatus;
      running.failure = failure == null ? "" : failure;
      running.commit();
    }
  }

  /** A holder class: loading the event class initialises JFR, which costs 1.5 MB. */
  private static final class Probe {
    /**
     * Never committed: tells whether the event is enabled without creating one for each request.
     */
    static final ExchangeEvent EVENT = new ExchangeEvent();
  }
}
