package io.porty.net.epoll;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.util.Map;

/**
 * The options of a {@link EpollTcpChannel}: Netty's common ones, and those of tcp(7) and socket(7)
 * that a proxy has use for. What the kernel need not be asked, it is not.
 */
final class EpollTcpChannelConfig extends DefaultChannelConfig {

  private static final int NO_LINGER = -1;

  // Of tcp(7), for which Netty has methods on sockets of its own kind alone.
  private static final int TCP = 6;
  private static final int KEEP_IDLE = 4;
  private static final int KEEP_INTERVAL = 5;
  private static final int KEEP_COUNT = 6;

  private final EpollTcpChannel stream;
  private boolean allowsHalfClosure;
  private int linger = NO_LINGER;

  EpollTcpChannelConfig(EpollTcpChannel stream) {
    super(stream, new AdaptiveRecvByteBufAllocator());
    this.stream = stream;
  }

  /** Whether the end of input leaves the output open. */
  boolean allowsHalfClosure() {
    return allowsHalfClosure;
  }

  /** Closing would wait for what is not sent yet (socket(7)). */
  boolean closesSlowly() {
    return linger > 0;
  }

  @Override
  public Map<ChannelOption<?>, Object> getOptions() {
    return getOptions(
        super.getOptions(),
        ChannelOption.ALLOW_HALF_CLOSURE,
        ChannelOption.TCP_NODELAY,
        ChannelOption.SO_KEEPALIVE,
        ChannelOption.SO_LINGER,
        ChannelOption.SO_SNDBUF,
        ChannelOption.SO_RCVBUF);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T getOption(ChannelOption<T> option) {
    try {
      if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
        return (T) (Boolean) allowsHalfClosure;
      }
      if (option == ChannelOption.TCP_NODELAY) {
        return (T) (Boolean) stream.socket.isTcpNoDelay();
      }
      if (option == ChannelOption.SO_KEEPALIVE) {
        return (T) (Boolean) stream.socket.isKeepAlive();
      }
      if (option == ChannelOption.SO_LINGER) {
        return (T) (Integer) linger;
      }
      if (option == ChannelOption.SO_SNDBUF) {
        return (T) (Integer) stream.socket.getSendBufferSize();
      }
      if (option == ChannelOption.SO_RCVBUF) {
        return (T) (Integer) stream.socket.getReceiveBufferSize();
      }
      T known = super.getOption(option);
      return known == null && TcpKeepAliveOptions.isOne(option)
          ? (T)
              (Integer)
                  stream.socket.getIntOpt(
                      TcpKeepAliveOptions.LEVEL, TcpKeepAliveOptions.number(option))
          : known;
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    try {
      if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
        allowsHalfClosure = (Boolean) value;
      } else if (option == ChannelOption.TCP_NODELAY) {
        stream.socket.setTcpNoDelay((Boolean) value);
      } else if (option == ChannelOption.SO_KEEPALIVE) {
        stream.socket.setKeepAlive((Boolean) value);
      } else if (option == ChannelOption.SO_LINGER) {
        stream.socket.setSoLinger((Integer) value);
        linger = (Integer) value;
      } else if (option == ChannelOption.SO_SNDBUF) {
        stream.socket.setSendBufferSize((Integer) value);
      } else if (option == ChannelOption.SO_RCVBUF) {
        stream.socket.setReceiveBufferSize((Integer) value);
      } else if (option == EpollChannelOption.TCP_KEEPIDLE) {
        stream.socket.setIntOpt(TCP, KEEP_IDLE, (Integer) value);
      } else if (option == EpollChannelOption.TCP_KEEPINTVL) {
        stream.socket.setIntOpt(TCP, KEEP_INTERVAL, (Integer) value);
      } else if (option == EpollChannelOption.TCP_KEEPCNT) {
        stream.socket.setIntOpt(TCP, KEEP_COUNT, (Integer) value);
      } else {
        return super.setOption(option, value);
      }
      return true;
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  protected void autoReadCleared() {
    stream.autoReadCleared();
  }
}
