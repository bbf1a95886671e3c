package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.Failure;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.stream.UpstreamStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a stream with a tunnel receives, passed to the pipeline of its channel. */
record StreamChannelInput(StreamChannel channel) implements UpstreamStream.Handler {

  @Override
  public void responseData(ByteBuf in, int length) {
    if (channel.isOpen()) {
      channel.pipeline().fireChannelRead(in.readRetainedSlice(length));
    } else {
      in.skipBytes(length);
    }
  }

  @Override
  public void responsePaused() {
    if (channel.isOpen()) {
      channel.pipeline().fireChannelReadComplete();
    }
  }

  @Override
  public void responseEnded(byte[] trailers, int length) {
    channel.endInput();
    if (!channel.isOpen()) {
      return;
    }
    channel.pipeline().fireChannelReadComplete();
    if (channel.options().isHalfClosing()) {
      channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    } else {
      channel.close();
    }
  }

  @Override
  public void upstreamWritabilityChanged() {
    if (channel.isOpen()) {
      channel.flush();
    }
  }

  @Override
  public void failed(Failure failure) {
    if (channel.isOpen()) {
      channel.pipeline().fireExceptionCaught(new IOException(failure.detail()));
      channel.close();
    }
  }

  // What comes before a tunnel only

  @Override
  public boolean completesByLength() {
    return false;
  }

  @Override
  public boolean isHeadRequest() {
    return false;
  }

  @Override
  public boolean isRequestSent() {
    return true;
  }

  @Override
  public byte @Nullable [] upgrade() {
    return null;
  }

  @Override
  public void interim(ResponseHead head) {
    throw new IllegalStateException("behind the head");
  }

  @Override
  public void switched(ResponseHead head, UpstreamStream.Detached upstream) {
    throw new IllegalStateException("behind the head");
  }

  @Override
  public void response(ResponseHead head, Framing in, long length, int bytesAfterHead) {
    throw new IllegalStateException("behind the head");
  }

  @Override
  public void responseMoved(int bytes) {
    throw new IllegalStateException("not spliced");
  }
}
