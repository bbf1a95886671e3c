package io.porty.mode.http.config;

import io.porty.api.Settings;
import java.time.Duration;

/**
 * Timeouts and minimum rates of an exchange. Times are in ticks of {@link HttpRoute#TICK_MILLIS}.
 *
 * @param keepAlive idle time between requests of a client
 * @param body without progress of a request body
 * @param bodyGrace time before {@code bodyRate} applies
 * @param bodyRate minimum rate of a request body in bytes per second; 0 for none
 * @param response from the end of the request to the head of the response
 * @param responseBody without bytes from the backend within a response
 * @param eventStream as {@code responseBody}, for an event stream; 0 is never
 * @param send without bytes that the client takes
 * @param sendRate minimum rate at which the client takes a response, in bytes per second; 0 for
 *     none
 * @param queue wait for a backend connection
 * @param halfClosed how long the backend may be silent after the client has half-closed; 0 for no
 *     separate limit
 */
public record Timeouts(
    int keepAlive,
    int body,
    int bodyGrace,
    int bodyRate,
    int response,
    int responseBody,
    int eventStream,
    int send,
    int sendRate,
    int queue,
    int halfClosed) {

  /**
   * With {@code half_closed_clients = "abort"}: a half-closed client counts as gone if the backend
   * is silent for this time.
   */
  private static final int HALF_CLOSED_TICKS = 7;

  static Timeouts of(Settings settings, Duration routeTimeout) {
    int route = ticks(routeTimeout);
    int response = ticks(settings.get(HttpKeys.RESPONSE_TIMEOUT));
    int queue = ticks(settings.get(UpstreamKeys.QUEUE_TIMEOUT));
    return new Timeouts(
        ticks(settings.get(HttpKeys.KEEPALIVE_TIMEOUT)),
        ticks(settings.get(HttpKeys.BODY_TIMEOUT)),
        ticks(settings.get(HttpKeys.BODY_RATE_GRACE)),
        settings.get(HttpKeys.MIN_REQUEST_BODY_RATE),
        response == 0 ? route : response,
        ticks(settings.get(HttpKeys.RESPONSE_BODY_TIMEOUT)),
        ticks(settings.get(HttpKeys.TUNNEL_TIMEOUT)),
        ticks(settings.get(HttpKeys.SEND_TIMEOUT)),
        settings.get(HttpKeys.MIN_RESPONSE_BODY_RATE),
        queue == 0 ? route : queue,
        settings.get(HttpKeys.HALF_CLOSED).equals("abort") ? HALF_CLOSED_TICKS : 0);
  }

  static int ticks(Duration duration) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            (duration.toMillis() + HttpRoute.TICK_MILLIS - 1) / HttpRoute.TICK_MILLIS);
  }
}
