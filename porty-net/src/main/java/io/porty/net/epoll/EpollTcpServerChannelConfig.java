package io.porty.net.epoll;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.util.Map;

/**
 * The options of an {@link EpollTcpServerChannel} (socket(7), tcp(7)). Accepted sockets inherit the
 * stream options that are set here.
 */
@SuppressWarnings("ReferenceEquality") // options are constants
final class EpollTcpServerChannelConfig extends DefaultChannelConfig
    implements ServerSocketChannelConfig {

  private final EpollTcpServerChannel server;
  private volatile int backlog = NetUtil.SOMAXCONN;

  EpollTcpServerChannelConfig(EpollTcpServerChannel server) {
    super(server, new ServerChannelRecvByteBufAllocator());
    this.server = server;
  }

  @Override
  public Map<ChannelOption<?>, Object> getOptions() {
    return getOptions(
        super.getOptions(),
        ChannelOption.SO_BACKLOG,
        ChannelOption.SO_REUSEADDR,
        ChannelOption.SO_RCVBUF,
        UnixChannelOption.SO_REUSEPORT,
        ChannelOption.TCP_NODELAY,
        ChannelOption.SO_KEEPALIVE);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T getOption(ChannelOption<T> option) {
    Socket socket = server.socket;
    try {
      if (option == ChannelOption.SO_BACKLOG) {
        return (T) (Integer) backlog;
      }
      if (option == UnixChannelOption.SO_REUSEPORT) {
        return (T) (Boolean) socket.isReusePort();
      }
      if (option == ChannelOption.SO_RCVBUF) {
        return (T) (Integer) socket.getReceiveBufferSize();
      }
      return KernelOptions.has(option)
          ? KernelOptions.get(socket, option)
          : super.getOption(option);
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    Socket socket = server.socket;
    try {
      if (option == ChannelOption.SO_BACKLOG) {
        backlog = (Integer) value;
      } else if (option == UnixChannelOption.SO_REUSEPORT) {
        socket.setReusePort((Boolean) value);
      } else if (option == ChannelOption.SO_RCVBUF) {
        socket.setReceiveBufferSize((Integer) value);
      } else {
        return KernelOptions.set(socket, option, value) || super.setOption(option, value);
      }
      return true;
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  protected void autoReadCleared() {
    server.autoReadCleared();
  }

  @Override
  public int getBacklog() {
    return getOption(ChannelOption.SO_BACKLOG);
  }

  @Override
  public ServerSocketChannelConfig setBacklog(int value) {
    setOption(ChannelOption.SO_BACKLOG, value);
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return getOption(ChannelOption.SO_REUSEADDR);
  }

  @Override
  public ServerSocketChannelConfig setReuseAddress(boolean value) {
    setOption(ChannelOption.SO_REUSEADDR, value);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return getOption(ChannelOption.SO_RCVBUF);
  }

  @Override
  public ServerSocketChannelConfig setReceiveBufferSize(int value) {
    setOption(ChannelOption.SO_RCVBUF, value);
    return this;
  }

  /** Has no effect, as on Netty's own channels. */
  @Override
  public ServerSocketChannelConfig setPerformancePreferences(
      int connectionTime, int latency, int bandwidth) {
    return this;
  }

  @Override
  public ServerSocketChannelConfig setConnectTimeoutMillis(int value) {
    super.setConnectTimeoutMillis(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setWriteSpinCount(int value) {
    super.setWriteSpinCount(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setAllocator(ByteBufAllocator value) {
    super.setAllocator(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator value) {
    super.setRecvByteBufAllocator(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setAutoRead(boolean value) {
    super.setAutoRead(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator value) {
    super.setMessageSizeEstimator(value);
    return this;
  }

  @Override
  public ServerSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark value) {
    super.setWriteBufferWaterMark(value);
    return this;
  }

  @Override
  @Deprecated
  public ServerSocketChannelConfig setMaxMessagesPerRead(int value) {
    super.setMaxMessagesPerRead(value);
    return this;
  }

  @Override
  @Deprecated
  public ServerSocketChannelConfig setWriteBufferHighWaterMark(int value) {
    super.setWriteBufferHighWaterMark(value);
    return this;
  }

  @Override
  @Deprecated
  public ServerSocketChannelConfig setWriteBufferLowWaterMark(int value) {
    super.setWriteBufferLowWaterMark(value);
    return this;
  }
}
