package io.porty.net.opening;

import io.netty.buffer.ByteBuf;
import io.porty.net.opening.proxy.ProxyHeader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears once how the PROXY header of a connection was read, on its event loop; nothing of a peer
 * that goes without a byte, which is how load balancers check whether anybody listens.
 */
public interface ProxyListener {

  /**
   * The header is complete: automatic reading is off, and the handlers of the connection itself are
   * all that is in its pipeline.
   *
   * @param rest what came behind the header; owned by the listener from here on. Null if nothing
   * @param left of the time for everything before the mode
   */
  void named(ProxyHeader header, @Nullable ByteBuf rest, Duration left);

  /**
   * There is no header, or not in time; the connection is being closed.
   *
   * @param reason for people, without bytes of the peer
   */
  void failed(String reason);

  /** Porty's own code failed; the connection is being closed. */
  void fault(Throwable cause);
}
