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
 * One configured route as a mode sees it: usable from every event loop, and unchanging but for how
 * it is recorded.
 *
 * @since 0.1
 */
@PortyImplements
public interface Route {

  /** {@return what anybody may know of the route: name, hosts, target} */
  RouteInfo facts();

  /** {@return the mode's own keys of this route} */
  Settings settings();

  /**
   * {@return the route's chain of routers as one} It never throws and never answers null; a stage
   * in a {@code Later} always completes, with a decision. A decision is a {@code To}, {@code
   * Refuse} or {@code Pass}, never an {@code Among}. It answers {@code More} only to a {@link
   * io.porty.api.route.TcpRouteRequest} that says more may come.
   *
   * @param <R> the type of request
   * @param requestType the mode's request type
   */
  <R extends RouteRequest> Router<R> router(Class<R> requestType);

  /**
   * Connects under this route's target policy, timeout and retries.
   *
   * @return the dialer of this route
   */
  Dialer dialer();

  /**
   * {@return the state of the backends that this route talks to, shared with other routes} A mode
   * that keeps connections counts its requests there.
   *
   * @since 0.2
   */
  default Endpoints endpoints() {
    return Endpoints.UNSHARED;
  }

  /**
   * Connects to a decision's target, and to its fallbacks in turn if that cannot be connected to:
   * each of them once, the last with the route's retries; under its target policy, as for {@link
   * DialRequest#of}. What is tried once more is counted.
   *
   * @param decision says where to, and in which order
   * @param client who it is for; must be called on its event loop, and {@code listener} hears on it
   * @param listener hears once how it ended
   * @return a handle to give up with
   * @since 0.2
   */
  default Dialer.Attempt dial(Decision.To decision, Channel client, DecisionListener listener) {
    return new DecisionDial(this, client, listener).start(decision);
  }

  /**
   * Takes records without waiting; does nothing at {@link LogLevel#NONE}.
   *
   * @return where records go
   */
  AccessLog log();

  /**
   * May be changed while it runs.
   *
   * @return how much is recorded
   */
  LogLevel logLevel();

  /**
   * {@return whether records are wanted now: by a log, or by somebody who watches} A mode asks at
   * the beginning of each exchange, on any loop; it may change at any time.
   */
  default boolean isRecorded() {
    return logLevel() != LogLevel.NONE;
  }

  /**
   * Counts this route's traffic on one event loop.
   *
   * @param loop the one that the meter is called on
   * @return the meter; {@link RouteMeter#OFF} where nobody counts
   */
  default RouteMeter meter(EventLoop loop) {
    return RouteMeter.OFF;
  }

  /**
   * {@return where a mode reports exceptions of its own code that concern this route} What failed
   * ends with {@link io.porty.api.FailureCode#INTERNAL_ERROR}: it is neither the client's nor the
   * backend's doing.
   *
   * @since 0.2
   */
  default FaultReporter faults() {
    return FaultReporter.UNCAUGHT;
  }

  /**
   * {@return the request header fields that the route's logs want in each record, in lower case}
   */
  List<String> loggedFields();

  /** {@return bound on connecting, and on the time to the first byte of a response} */
  Duration timeout();

  /** {@return the most that is read from a socket at once} */
  int bufferBytes();
}
