package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/**
 * Sets the write watermarks of channels, which limit what a slow peer can make Porty buffer. Modes
 * call it before each write, and pause reading while {@link Channel#isWritable} is false.
 *
 * @since 0.1
 */
public final class WriteWatermarks {

  /** While memory is short. */
  private static final WriteBufferWaterMark TIGHT = new WriteBufferWaterMark(4 * 1024, 8 * 1024);

  /**
   * Sets the watermarks of a channel if they have changed. On its event loop.
   *
   * @param channel the destination
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
