package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/**
 * How much may wait in a channel for its peer before it is not writable any more: what a slow peer
 * can make Porty hold. A mode or relay keeps to it by asking before each write, and by not reading
 * on while {@link Channel#isWritable} says no.
 *
 * @since 0.1
 */
public final class WriteWatermarks {

  /** While memory is short: a read's worth. */
  private static final WriteBufferWaterMark TIGHT = new WriteBufferWaterMark(4 * 1024, 8 * 1024);

  /**
   * Sets the bound of a channel, if it is another one; on its loop.
   *
   * @param channel that is written to
   * @param shortOfMemory {@link ModeContext#isShortOfMemory}
   */
  public static void keep(Channel channel, boolean shortOfMemory) {
    boolean tight = channel.config().getWriteBufferHighWaterMark() == TIGHT.high();
    if (tight != shortOfMemory) {
      channel
          .config()
          .setWriteBufferWaterMark(shortOfMemory ? TIGHT : WriteBufferWaterMark.DEFAULT);
    }
  }

  private WriteWatermarks() {}
}
