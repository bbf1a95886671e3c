package io.porty.mode.http.config;

import io.porty.api.Settings;
import java.time.Duration;

/**
 * How long the steps of an exchange may take, and how slow they may be. Times are in ticks of
 * {@link HttpRoute#TICK_MILLIS}.
 *
 * @param keepAlive between the requests of a client
 * @param body of a request, without progress
 * @param bodyGrace before {@code bodyRate} counts
 * @param bodyRate of a request's body, in bytes per second; 0 for none
 * @param response from the end of the request to the head of the response
 * @param responseBody of a backend's silence within a response
 * @param eventStream the same for an event stream; 0 is never
 * @param send without a byte that the client takes
 * @param sendRate at which the client takes a response, in bytes per second; 0 for none
 * @param queue for a connection to the backend
 * @param halfClosed how long the backend may be silent when the client has closed its side; 0 is as
 *     long as for any client
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
   * With {@code half_closed_clients = "abort"}: a client that has half-closed may have gone
   * altogether, and has if the backend stays silent for so long.
   */
  private static final int HALF_CLOSED_TICKS = 7;

  static Timeouts of(Settings settings, Duration routeTimeout) {
    int route = ticks(routeTimeout);
    int response = ticks(settings.get(HttpKeys.RESPONSE_TIMEOUT));
    int queue = ticks(settings.get(HttpKeys.QUEUE_TIMEOUT));
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
