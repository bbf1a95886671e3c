package io.porty.net.dial;

import io.netty.channel.Channel;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.upstream.EndpointState;
import io.porty.net.upstream.EndpointTable;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The endpoint that a dial is for: in use until the dial has failed, or else until its connection
 * is closed. On the dial's event loop.
 */
final class DialedEndpoint {

  private final EndpointTable table;
  private final EndpointState state;

  /** Whether it is still the dial's. */
  private boolean held = true;

  DialedEndpoint(EndpointTable table, UpstreamKey key) {
    this.table = table;
    this.state = table.acquire(key);
  }

  EndpointState state() {
    return state;
  }

  /**
   * Its name was resolved.
   *
   * @return the addresses in the order in which they are tried
   */
  List<InetSocketAddress> resolved(List<InetSocketAddress> allowed) {
    state.resolved(allowed);
    return allowed.size() < 2 ? allowed : state.reachability().order(allowed);
  }

  /** A round of attempts failed, or the name has no address. */
  void failed() {
    state.endpoint().connectFailed(System.currentTimeMillis());
  }

  /** The dial has failed. Idempotent. */
  void release() {
    if (held) {
      held = false;
      table.release(state);
    }
  }

  /** The dial has connected: from here on it is the connection's. */
  void connected(Channel channel) {
    held = false;
    state.endpoint().connectionOpened();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              state.endpoint().connectionClosed();
              table.release(state);
            });
  }
}
