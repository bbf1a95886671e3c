package io.porty.net.epoll;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;

/**
 * Implements the accessors of {@link SocketChannelConfig} with {@link #getOption} and {@link
 * #setOption}.
 */
abstract class AbstractTcpChannelConfig extends DefaultChannelConfig
    implements SocketChannelConfig {

  AbstractTcpChannelConfig(Channel channel) {
    super(channel, new AdaptiveRecvByteBufAllocator());
  }

  @Override
  public boolean isTcpNoDelay() {
    return getOption(ChannelOption.TCP_NODELAY);
  }

  @Override
  public SocketChannelConfig setTcpNoDelay(boolean value) {
    setOption(ChannelOption.TCP_NODELAY, value);
    return this;
  }

  @Override
  public int getSoLinger() {
    return getOption(ChannelOption.SO_LINGER);
  }

  @Override
  public SocketChannelConfig setSoLinger(int value) {
    setOption(ChannelOption.SO_LINGER, value);
    return this;
  }

  @Override
  public int getSendBufferSize() {
    return getOption(ChannelOption.SO_SNDBUF);
  }

  @Override
  public SocketChannelConfig setSendBufferSize(int value) {
    setOption(ChannelOption.SO_SNDBUF, value);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return getOption(ChannelOption.SO_RCVBUF);
  }

  @Override
  public SocketChannelConfig setReceiveBufferSize(int value) {
    setOption(ChannelOption.SO_RCVBUF, value);
    return this;
  }

  @Override
  public boolean isKeepAlive() {
    return getOption(ChannelOption.SO_KEEPALIVE);
  }

  @Override
  public SocketChannelConfig setKeepAlive(boolean value) {
    setOption(ChannelOption.SO_KEEPALIVE, value);
    return this;
  }

  @Override
  public int getTrafficClass() {
    return getOption(ChannelOption.IP_TOS);
  }

  @Override
  public SocketChannelConfig setTrafficClass(int value) {
    setOption(ChannelOption.IP_TOS, value);
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return getOption(ChannelOption.SO_REUSEADDR);
  }

  @Override
  public SocketChannelConfig setReuseAddress(boolean value) {
    setOption(ChannelOption.SO_REUSEADDR, value);
    return this;
  }

  @Override
  public SocketChannelConfig setAllowHalfClosure(boolean value) {
    setOption(ChannelOption.ALLOW_HALF_CLOSURE, value);
    return this;
  }

  /** Has no effect, as on Netty's own channels. */
  @Override
  public SocketChannelConfig setPerformancePreferences(
      int connectionTime, int latency, int bandwidth) {
    return this;
  }

  @Override
  public SocketChannelConfig setConnectTimeoutMillis(int value) {
    super.setConnectTimeoutMillis(value);
    return this;
  }

  @Override
  public SocketChannelConfig setWriteSpinCount(int value) {
    super.setWriteSpinCount(value);
    return this;
  }

  @Override
  public SocketChannelConfig setAllocator(ByteBufAllocator value) {
    super.setAllocator(value);
    return this;
  }

  @Override
  public SocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator value) {
    super.setRecvByteBufAllocator(value);
    return this;
  }

  @Override
  public SocketChannelConfig setAutoRead(boolean value) {
    super.setAutoRead(value);
    return this;
  }

  @Override
  public SocketChannelConfig setAutoClose(boolean value) {
    super.setAutoClose(value);
    return this;
  }

  @Override
  public SocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator value) {
    super.setMessageSizeEstimator(value);
    return this;
  }

  @Override
  public SocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark value) {
    super.setWriteBufferWaterMark(value);
    return this;
  }

  @Override
  @Deprecated
  public SocketChannelConfig setMaxMessagesPerRead(int value) {
    super.setMaxMessagesPerRead(value);
    return this;
  }

  @Override
  @Deprecated
  public SocketChannelConfig setWriteBufferHighWaterMark(int value) {
    super.setWriteBufferHighWaterMark(value);
    return this;
  }

  @Override
  @Deprecated
  public SocketChannelConfig setWriteBufferLowWaterMark(int value) {
    super.setWriteBufferLowWaterMark(value);
    return this;
  }
}
