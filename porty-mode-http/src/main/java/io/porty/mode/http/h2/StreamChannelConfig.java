package io.porty.mode.http.h2;

import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import org.jspecify.annotations.Nullable;

/** The options that a relay or tunnel sets. On the event loop. */
final class StreamChannelConfig extends DefaultChannelConfig {

  private final StreamChannel channel;
  private boolean halfCloses;
  private boolean resets;

  StreamChannelConfig(StreamChannel channel) {
    super(channel);
    this.channel = channel;
    setAutoRead(false);
  }

  /** Whether the end of the input leaves the channel open. */
  boolean isHalfClosing() {
    return halfCloses;
  }

  /** Whether close is a reset: SO_LINGER is 0, as with a socket. */
  boolean isResetting() {
    return resets;
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, @Nullable T value) {
    if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
      halfCloses = Boolean.TRUE.equals(value);
      return true;
    }
    if (option.equals(ChannelOption.SO_LINGER)) {
      resets = Integer.valueOf(0).equals(value);
      return true;
    }
    return super.setOption(option, value);
  }

  @Override
  protected void autoReadCleared() {
    channel.stopReading();
  }
}
