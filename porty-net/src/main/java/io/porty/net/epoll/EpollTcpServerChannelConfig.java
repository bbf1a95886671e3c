package io.porty.net.epoll;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;

/** The options of an {@link EpollTcpServerChannel} (socket(7), tcp(7)). */
final class EpollTcpServerChannelConfig extends DefaultChannelConfig {

  private final EpollTcpServerChannel server;
  private int backlog = NetUtil.SOMAXCONN;

  EpollTcpServerChannelConfig(EpollTcpServerChannel server) {
    super(server, new ServerChannelRecvByteBufAllocator());
    this.server = server;
  }

  int backlog() {
    return backlog;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T getOption(ChannelOption<T> option) {
    Socket socket = server.socket;
    try {
      if (option == ChannelOption.SO_BACKLOG) {
        return (T) (Integer) backlog;
      }
      if (option == ChannelOption.SO_REUSEADDR) {
        return (T) (Boolean) socket.isReuseAddress();
      }
      if (option == UnixChannelOption.SO_REUSEPORT) {
        return (T) (Boolean) socket.isReusePort();
      }
      if (option == ChannelOption.TCP_NODELAY) {
        return (T) (Boolean) socket.isTcpNoDelay();
      }
      if (option == ChannelOption.SO_KEEPALIVE) {
        return (T) (Boolean) socket.isKeepAlive();
      }
      if (option == ChannelOption.SO_RCVBUF) {
        return (T) (Integer) socket.getReceiveBufferSize();
      }
      T known = super.getOption(option);
      return known == null && TcpKeepAliveOptions.isOne(option)
          ? (T)
              (Integer)
                  socket.getIntOpt(TcpKeepAliveOptions.LEVEL, TcpKeepAliveOptions.number(option))
          : known;
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
      } else if (option == ChannelOption.SO_REUSEADDR) {
        socket.setReuseAddress((Boolean) value);
      } else if (option == UnixChannelOption.SO_REUSEPORT) {
        socket.setReusePort((Boolean) value);
      } else if (option == ChannelOption.TCP_NODELAY) {
        socket.setTcpNoDelay((Boolean) value);
      } else if (option == ChannelOption.SO_KEEPALIVE) {
        socket.setKeepAlive((Boolean) value);
      } else if (option == ChannelOption.SO_RCVBUF) {
        socket.setReceiveBufferSize((Integer) value);
      } else if (super.setOption(option, value)) {
        return true;
      } else if (TcpKeepAliveOptions.isOne(option)) {
        socket.setIntOpt(
            TcpKeepAliveOptions.LEVEL, TcpKeepAliveOptions.number(option), (Integer) value);
      } else {
        return false;
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
}
