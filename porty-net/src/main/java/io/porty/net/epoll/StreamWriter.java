package io.porty.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.SocketWritableByteChannel;
import java.nio.ByteBuffer;

/**
 * Writes flushed messages of an {@link EpollTcpChannel} to its socket. On the channel's event loop.
 */
final class StreamWriter {

  private StreamWriter() {}

  /**
   * Writes flushed data with one system call.
   *
   * @return false if the socket is full
   */
  static boolean write(EpollTcpChannel channel, ChannelOutboundBuffer out) throws Exception {
    Object first = out.current();
    if (first instanceof FileRegion region) {
      return writeRegion(channel, out, region);
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
      return writeGathering(channel, out);
    }
    if (written <= 0) {
      return false;
    }
    if (written == data.readableBytes()) {
      out.remove();
    } else {
      out.removeBytes(written);
    }
    return true;
  }

  private static boolean writeGathering(EpollTcpChannel channel, ChannelOutboundBuffer out)
      throws Exception {
    IovArray iovecs = channel.flushBatch().iovecs();
    out.forEachFlushedMessage(iovecs);
    if (iovecs.count() == 0) {
      // Only empty buffers before the next region.
      out.removeBytes(0);
      return true;
    }
    long written = channel.socket.writevAddresses(iovecs.memoryAddress(0), iovecs.count());
    if (written <= 0) {
      return false;
    }
    out.removeBytes(written);
    return true;
  }

  private static boolean writeRegion(
      EpollTcpChannel channel, ChannelOutboundBuffer out, FileRegion region) throws Exception {
    if (region.transferred() < region.count()) {
      long written = region.transferTo(new RegionChannel(channel), region.transferred());
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

  /** The channel that a region which is not spliced writes into. */
  private static final class RegionChannel extends SocketWritableByteChannel {

    private final EpollTcpChannel channel;

    RegionChannel(EpollTcpChannel channel) {
      super(channel.socket);
      this.channel = channel;
    }

    @Override
    protected ByteBufAllocator alloc() {
      return channel.alloc();
    }
  }
}
