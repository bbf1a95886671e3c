package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** What Netty's frame reader finds in bytes behind the preface, in the words of ReadFrames. */
final class NettyFrames extends Http2FrameAdapter {

  private final List<String> found = new ArrayList<>();

  /** Takes every block. */
  private static final class AnyBlock
      implements Http2HeadersDecoder, Http2HeadersDecoder.Configuration {

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf block) {
      block.skipBytes(block.readableBytes());
      return new DefaultHttp2Headers(false);
    }

    @Override
    public Configuration configuration() {
      return this;
    }

    @Override
    public void maxHeaderTableSize(long max) {}

    @Override
    public long maxHeaderTableSize() {
      return 4096;
    }

    @Override
    public void maxHeaderListSize(long max, long goAwayMax) {}

    @Override
    public long maxHeaderListSize() {
      return Integer.MAX_VALUE;
    }

    @Override
    public long maxHeaderListSizeGoAway() {
      return Integer.MAX_VALUE;
    }
  }

  static List<String> of(byte[] bytes) {
    NettyFrames frames = new NettyFrames();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    ChannelHandlerContext context =
        (ChannelHandlerContext)
            Proxy.newProxyInstance(
                NettyFrames.class.getClassLoader(),
                new Class<?>[] {ChannelHandlerContext.class},
                (proxy, method, arguments) -> method.getName().equals("alloc") ? in.alloc() : null);
    try (DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(new AnyBlock())) {
      reader.readFrame(context, in, frames);
    } catch (Http2Exception e) {
      frames.found.add(ReadFrames.MALFORMED);
    }
    return frames.found;
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ends) {
    int length = data.readableBytes();
    found.add("DATA " + stream + " " + length + (ends ? " ENDS" : ""));
    return length + padding;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean ends) {
    found.add("HEADERS " + stream + (ends ? " ENDS" : ""));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean ends) {
    found.add("HEADERS " + stream + (ends ? " ENDS" : ""));
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive) {
    found.add("FRAME 2 " + stream);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
    found.add("FRAME 3 " + stream);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) {
    found.add("FRAME 4 0 ACK");
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    found.add("FRAME 4 0");
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) {
    found.add("FRAME 6 0");
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    found.add("FRAME 6 0 ACK");
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf text) {
    found.add("FRAME 7 0");
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment) {
    found.add("FRAME 8 " + stream);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload) {
    found.add("FRAME " + (type & 0xff) + " " + stream);
  }
}
