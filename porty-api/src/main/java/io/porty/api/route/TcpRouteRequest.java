package io.porty.api.route;

import io.porty.api.Bytes;
import io.porty.api.PortyImplements;
import java.util.Optional;

/**
 * A TCP connection that wants a backend, with the first bytes that the client sent. They are there
 * only for a router that waits for them: one that answers {@link RouteAnswer#needMoreBytes()} is
 * asked again when more have come. In the end, when {@link #moreMayCome} is false, {@code
 * needMoreBytes} counts as a pass. The bytes are not consumed: the backend gets them all.
 *
 * <p>A router that always waits keeps clients of protocols in which the server speaks first (SMTP,
 * MySQL) until the route's {@code inspect_delay_seconds}.
 *
 * <pre>{@code
 * // TLS to one backend, everything else to another
 * if (request.firstBytes().length() == 0 && request.moreMayCome()) {
 *   return RouteAnswer.needMoreBytes();
 * }
 * return ClientHello.read(request.firstBytes()).isTls() ? secure : plain;
 * }</pre>
 *
 * @since 0.1
 */
@PortyImplements
public interface TcpRouteRequest extends RouteRequest {

  /** The most that {@link #firstBytes} ever has: 16 KiB. */
  int MAX_FIRST_BYTES = 16 * 1024;

  /**
   * {@return what the client has sent so far, from its first byte; without a copy, valid during the
   * call}
   */
  Bytes firstBytes();

  /**
   * {@return whether waiting may bring more: not after {@link #MAX_FIRST_BYTES}, not after the
   * route's {@code inspect_delay_seconds}, not when the client has finished sending}
   */
  boolean moreMayCome();

  @Override
  default Optional<String> serverName() {
    return ClientHello.read(firstBytes()).serverName();
  }
}
