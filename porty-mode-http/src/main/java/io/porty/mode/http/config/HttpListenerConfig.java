package io.porty.mode.http.config;

import io.porty.api.Settings;
import io.porty.mode.http.head.HeadLimits;

/**
 * The settings of a listener that apply before the route of a request is known. Times are in ticks
 * of {@link HttpRoute#TICK_MILLIS}. Immutable.
 *
 * @param headTimeout from the first byte of a head to its last
 * @param firstRequestTimeout how long a new connection may be silent
 * @param limits of a head
 * @param http2 whether clients may speak HTTP/2
 * @param maxStreams of each HTTP/2 connection
 * @param keepaliveRequests of each HTTP/2 connection
 */
public record HttpListenerConfig(
    int headTimeout,
    int firstRequestTimeout,
    HeadLimits limits,
    boolean http2,
    int maxStreams,
    int keepaliveRequests) {

  public static HttpListenerConfig of(Settings settings) {
    int head = Timeouts.ticks(settings.get(HttpKeys.HEAD_TIMEOUT));
    int first = Timeouts.ticks(settings.get(HttpKeys.FIRST_REQUEST_TIMEOUT));
    int bytes = settings.get(HttpKeys.MAX_HEAD);
    return new HttpListenerConfig(
        head,
        first == 0 ? head : first,
        new HeadLimits(
            Math.min(settings.get(HttpKeys.MAX_REQUEST_LINE), bytes),
            bytes,
            settings.get(HttpKeys.MAX_FIELDS)),
        settings.get(Http2Keys.HTTP2),
        settings.get(Http2Keys.MAX_STREAMS),
        settings.get(Http2Keys.KEEPALIVE_REQUESTS) == 0
            ? Integer.MAX_VALUE
            : settings.get(Http2Keys.KEEPALIVE_REQUESTS));
  }
}
