package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.upstream.EndpointState;
import io.porty.net.upstream.EndpointTable;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The endpoint of a dial: acquired until the dial fails or its connection is closed. On the dial's
 * event loop.
 */
final class DialedEndpoint implements ChannelFutureListener {

  private final EndpointTable table;
  private final EndpointState state;

  /** Whether the dial has to release it. */
  private boolean owned = true;

  DialedEndpoint(EndpointTable table, UpstreamKey key) {
    this.table = table;
    this.state = table.acquire(key);
  }

  EndpointState state() {
    return state;
  }

  /**
   * Records the resolved addresses.
   *
   * @return the addresses in dial order
   */
  List<InetSocketAddress> resolved(List<InetSocketAddress> allowed) {
    List<InetSocketAddress> known = state.resolved(allowed);
    return known.size() < 2 ? known : state.reachability().order(known);
  }

  /** A round of attempts failed, or the name has no address. */
  void failed() {
    state.endpoint().connectFailed(System.currentTimeMillis());
  }

  /** The dial has failed. Idempotent. */
  void release() {
    if (owned) {
      owned = false;
      table.release(state);
    }
  }

  /** The dial has connected: released when the connection is closed. */
  void connected(Channel channel) {
    owned = false;
    state.endpoint().connectionOpened();
    channel.closeFuture().addListener(this);
  }

  /** The connection is closed. */
  @Override
  public void operationComplete(ChannelFuture closed) {
    state.endpoint().connectionClosed();
    table.release(state);
  }
}
