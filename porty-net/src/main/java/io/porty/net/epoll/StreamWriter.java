package io.porty.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.SocketWritableByteChannel;
import java.nio.ByteBuffer;

/** The writing half of a {@link EpollTcpChannel}. On the channel's event loop. */
final class StreamWriter {

  private StreamWriter() {}

  /**
   * Writes as much as one system call takes of what is flushed.
   *
   * @return false if the socket is full
   */
  static boolean some(EpollTcpChannel channel, ChannelOutboundBuffer out) throws Exception {
    Object first = out.current();
    if (first instanceof FileRegion region) {
      return region(channel, out, region);
    }
    ByteBuf data = (ByteBuf) first;
    long written;
    if (out.size() == 1 && data.hasMemoryAddress()) {
      if (!data.isReadable()) {
        out.remove();
        return true;
      }
      written =
          channel.socket.sendAddress(data.memoryAddress(), data.readerIndex(), data.writerIndex());
    } else if (out.size() == 1 && data.nioBufferCount() == 1) {
      ByteBuffer bytes = data.internalNioBuffer(data.readerIndex(), data.readableBytes());
      written = channel.socket.send(bytes, bytes.position(), bytes.limit());
    } else {
      return many(channel, out);
    }
    if (written <= 0) {
      return false;
    }
    out.removeBytes(written);
    return true;
  }

  private static boolean many(EpollTcpChannel channel, ChannelOutboundBuffer out) throws Exception {
    IovArray vectors = channel.round().vectors();
    out.forEachFlushedMessage(vectors);
    if (vectors.count() == 0) {
      // Empty ones only, up to the next region.
      out.removeBytes(0);
      return true;
    }
    long written = channel.socket.writevAddresses(vectors.memoryAddress(0), vectors.count());
    if (written <= 0) {
      return false;
    }
    out.removeBytes(written);
    return true;
  }

  private static boolean region(
      EpollTcpChannel channel, ChannelOutboundBuffer out, FileRegion region) throws Exception {
    if (region.transferred() < region.count()) {
      long written = region.transferTo(new Sink(channel), region.transferred());
      if (written <= 0) {
        return false;
      }
      out.progress(written);
    }
    if (region.transferred() >= region.count()) {
      out.remove();
    }
    return true;
  }

  /** For regions that write their bytes themselves, which those of a splice do not. */
  private static final class Sink extends SocketWritableByteChannel {

    private final EpollTcpChannel channel;

    Sink(EpollTcpChannel channel) {
      super(channel.socket);
      this.channel = channel;
    }

    @Override
    protected ByteBufAllocator alloc() {
      return channel.alloc();
    }
  }
}
