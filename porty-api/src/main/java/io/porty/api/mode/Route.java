package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.time.Duration;
import java.util.List;

/**
 * A configured route. Thread-safe; immutable except for its log level.
 *
 * @since 0.1
 */
@PortyImplements
public interface Route {

  /** {@return name, hosts and target of the route} */
  RouteInfo facts();

  /** {@return the mode's own keys of this route} */
  Settings settings();

  /**
   * {@return the route's chain of routers as one} It never throws or returns null; the stage of an
   * {@code Async} always completes with a decision. Decisions are {@code To}, {@code Respond} or
   * {@code Pass}, never {@code Weighted}. It returns {@code NeedMoreBytes} only for a {@link
   * io.porty.api.route.TcpRouteRequest} whose {@code moreMayCome} is true.
   *
   * @param <R> the type of request
   * @param requestType the mode's request type
   */
  <R extends RouteRequest> Router<R> router(Class<R> requestType);

  /**
   * Returns the dialer with this route's target policy, timeout and retries.
   *
   * @return the dialer
   */
  Dialer dialer();

  /**
   * Returns a dialer as {@link #dialer}, which offers backends with TLS one application protocol,
   * whatever the mode's {@link ModeFactory#upstreamProtocols} are. For what the others cannot do,
   * such as WebSockets in HTTP/1.1.
   *
   * @param applicationProtocol an identification sequence of ALPN (RFC 7301)
   * @return the dialer
   * @since 0.2
   */
  default Dialer dialer(String applicationProtocol) {
    return dialer();
  }

  /**
   * {@return the endpoints of this route} A mode with pooled connections counts its requests there.
   *
   * @since 0.2
   */
  default Endpoints endpoints() {
    return Endpoints.UNSHARED;
  }

  /**
   * {@return over which connections the route may be reached, and what its backends are told of
   * clients' certificates}
   *
   * @since 0.2
   */
  default ClientCertPolicy clientCertPolicy() {
    return ClientCertPolicy.NONE;
  }

  /**
   * Connects to the target of a decision, or to its fallbacks in order: each of them once, the last
   * one with the route's retries; under the target policy as for {@link DialRequest#of}. Retries
   * are counted.
   *
   * @param decision the decision
   * @param client the client's connection; called on its event loop
   * @param listener called once with the outcome
   * @return a handle for cancelling
   * @since 0.2
   */
  default Dialer.Attempt dial(Decision.To decision, Channel client, DecisionListener listener) {
    return new DecisionDial(this, client, listener).start(decision);
  }

  /**
   * Returns the access log, which never blocks; it does nothing at {@link LogLevel#NONE}.
   *
   * @return the log
   */
  AccessLog log();

  /**
   * Returns the current log level, which may change at run time.
   *
   * @return the level
   */
  LogLevel logLevel();

  /**
   * {@return whether records are used now, by an access log or the admin endpoint} To be read at
   * the start of each exchange; may change at any time.
   */
  default boolean isRecorded() {
    return logLevel() != LogLevel.NONE;
  }

  /**
   * Returns the meter of this route for one event loop.
   *
   * @param loop the event loop on which the meter is called
   * @return the meter; {@link RouteMeter#OFF} if metrics are off
   */
  default RouteMeter meter(EventLoop loop) {
    return RouteMeter.OFF;
  }

  /**
   * {@return the reporter of internal errors of this route} The request ends with {@link
   * io.porty.api.FailureCode#INTERNAL_ERROR}.
   *
   * @since 0.2
   */
  default FaultReporter faults() {
    return FaultReporter.UNCAUGHT;
  }

  /** {@return the request header fields of access log records, in lower case} */
  List<String> loggedFields();

  /** {@return limit for connecting, and for the time to the first byte of a response} */
  Duration timeout();

  /** {@return maximum bytes of one read from a socket} */
  int bufferBytes();
}
