package io.porty.mode.http.exchange;

import io.porty.api.Target;
import io.porty.mode.http.settings.HttpRoute;
import org.jspecify.annotations.Nullable;

/**
 * The flight recorder's event of the exchange that runs, if anybody records. Reused with its
 * exchange.
 */
final class ExchangeFlight {

  private @Nullable ExchangeEvent event;

  void begin(HttpRoute route) {
    ExchangeEvent fresh = new ExchangeEvent();
    event = null;
    if (fresh.isEnabled()) {
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
   * @param finalStatus of an answer of Porty's own, else 0
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
}
