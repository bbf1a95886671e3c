package io.porty.net.epoll;

import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connect in progress, with its timeout.
 *
 * @param to the address
 * @param promise completes when connected or failed
 * @param timeout null if there is none
 */
record PendingConnect(SocketAddress to, ChannelPromise promise, @Nullable Future<?> timeout) {

  static PendingConnect begin(EpollTcpChannel channel, SocketAddress to, ChannelPromise promise) {
    int millis = channel.config().getConnectTimeoutMillis();
    Future<?> timeout =
        millis <= 0
            ? null
            : channel
                .eventLoop()
                .schedule(
                    () -> {
                      String message = "connection timed out after " + millis + " ms: " + to;
                      if (promise.tryFailure(new ConnectTimeoutException(message))) {
                        channel.close();
                      }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
    return new PendingConnect(to, promise, timeout);
  }

  void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  void onClose() {
    cancelTimeout();
    promise.tryFailure(new ClosedChannelException());
  }
}
