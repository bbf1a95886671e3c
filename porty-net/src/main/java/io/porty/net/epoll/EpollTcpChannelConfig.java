package io.porty.net.epoll;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.util.Map;

/**
 * The options of an {@link EpollTcpChannel}: Netty's common options and those of tcp(7) and
 * socket(7) that a proxy needs. Known values are cached instead of read from the kernel.
 */
@SuppressWarnings("ReferenceEquality") // options are constants
final class EpollTcpChannelConfig extends AbstractTcpChannelConfig {

  private static final int NO_LINGER = -1;

  private final EpollTcpChannel stream;
  private volatile boolean allowsHalfClosure;
  private volatile int linger = NO_LINGER;

  EpollTcpChannelConfig(EpollTcpChannel stream) {
    super(stream);
    this.stream = stream;
  }

  @Override
  public boolean isAllowHalfClosure() {
    return allowsHalfClosure;
  }

  /** Whether close(2) may block until all data is sent (SO_LINGER of socket(7)). */
  boolean mayBlockOnClose() {
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
        ChannelOption.SO_RCVBUF,
        ChannelOption.SO_REUSEADDR,
        ChannelOption.IP_TOS,
        EpollChannelOption.TCP_USER_TIMEOUT,
        EpollChannelOption.TCP_QUICKACK,
        EpollChannelOption.TCP_KEEPIDLE,
        EpollChannelOption.TCP_KEEPINTVL,
        EpollChannelOption.TCP_KEEPCNT);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T getOption(ChannelOption<T> option) {
    try {
      if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
        return (T) (Boolean) allowsHalfClosure;
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
      return KernelOptions.has(option)
          ? KernelOptions.get(stream.socket, option)
          : super.getOption(option);
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    try {
      if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
        allowsHalfClosure = (Boolean) value;
      } else if (option == ChannelOption.SO_LINGER) {
        stream.socket.setSoLinger((Integer) value);
        linger = (Integer) value;
      } else if (option == ChannelOption.SO_SNDBUF) {
        stream.socket.setSendBufferSize((Integer) value);
      } else if (option == ChannelOption.SO_RCVBUF) {
        stream.socket.setReceiveBufferSize((Integer) value);
      } else {
        return KernelOptions.set(stream.socket, option, value) || super.setOption(option, value);
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
