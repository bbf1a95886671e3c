package io.porty.net.epoll;

import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being made, with its time limit.
 *
 * @param limit null if there is none
 */
record PendingConnect(SocketAddress to, ChannelPromise promise, @Nullable Future<?> limit) {

  static PendingConnect begin(EpollTcpChannel channel, SocketAddress to, ChannelPromise promise) {
    int millis = channel.config().getConnectTimeoutMillis();
    Future<?> limit =
        millis <= 0
            ? null
            : channel
                .eventLoop()
                .schedule(
                    () -> {
                      String late = "connection timed out after " + millis + " ms: " + to;
                      if (promise.tryFailure(new ConnectTimeoutException(late))) {
                        channel.close();
                      }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
    return new PendingConnect(to, promise, limit);
  }

  void stopWaiting() {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  void givenUp() {
    stopWaiting();
    promise.tryFailure(new ClosedChannelException());
  }
}
