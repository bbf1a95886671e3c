package io.porty.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a {@link EpollTcpChannel}: reads as long as the buffers come back full, a
 * bounded number of times for each readiness. On the channel's event loop.
 */
final class StreamReader implements UncheckedBooleanSupplier {

  /** After a bulk move only the end, or the last few bytes, are left to be read. */
  private static final int REST = 64;

  private final EpollTcpChannel channel;
  private final EpollTcpChannelConfig config;
  private @Nullable ExtendedHandle sizes;
  private @Nullable SpliceHook bulk;
  private boolean endIsNear;

  StreamReader(EpollTcpChannel channel, EpollTcpChannelConfig config) {
    this.channel = channel;
    this.config = config;
  }

  void bulk(SpliceHook reads) {
    bulk = reads;
  }

  void noBulk(SpliceHook reads) {
    if (bulk == reads) {
      bulk = null;
    }
  }

  /** The other side has sent its end: there is more until it is read, whatever a read brings. */
  void endIsNear() {
    endIsNear = true;
  }

  @Override
  public boolean get() {
    ExtendedHandle handle = sizes;
    return endIsNear || (handle != null && handle.lastBytesRead() == handle.attemptedBytesRead());
  }

  void read(AbstractTcpEpollChannel.PolledUnsafe unsafe) {
    if (channel.isInputOver()) {
      channel.stopReading();
      return;
    }
    SpliceHook moving = bulk;
    boolean moves = moving != null && moving.isOn();
    ExtendedHandle handle = (ExtendedHandle) unsafe.recvBufAllocHandle();
    sizes = handle;
    handle.reset(config);
    ChannelPipeline pipeline = channel.pipeline();
    ByteBufAllocator allocator = config.getAllocator();
    ByteBuf buffer = null;
    Throwable failure = null;
    boolean ended = false;
    long copied = 0;
    try {
      if (moving != null && moves) {
        unsafe.readPending = false;
        moving.move();
      }
      while (!channel.isInputOver()) {
        buffer = moves ? allocator.directBuffer(REST) : allocate(handle, allocator);
        int got = read(buffer, handle);
        handle.lastBytesRead(got);
        if (got <= 0) {
          ended = got < 0;
          break;
        }
        copied += got;
        handle.incMessagesRead(1);
        unsafe.readPending = false;
        ByteBuf read = buffer;
        buffer = null;
        pipeline.fireChannelRead(read);
        if (moves || !handle.continueReading(this)) {
          break;
        }
      }
    } catch (Throwable e) {
      failure = e;
    }
    if (buffer != null) {
      buffer.release();
    }
    if (!moves) {
      handle.readComplete();
    }
    if (moving != null) {
      moving.readComplete(copied);
    }
    pipeline.fireChannelReadComplete();
    if (failure != null) {
      failed(pipeline, failure);
    } else if (ended) {
      unsafe.readPending = false;
      channel.inputEnds();
    }
    if (!unsafe.readPending && !config.isAutoRead()) {
      channel.stopReading();
    }
  }

  private static ByteBuf allocate(ExtendedHandle handle, ByteBufAllocator allocator) {
    ByteBuf buffer = handle.allocate(allocator);
    if (buffer.isDirect()) {
      return buffer;
    }
    int size = buffer.capacity();
    buffer.release();
    return allocator.directBuffer(size);
  }

  private int read(ByteBuf buffer, ExtendedHandle handle) throws IOException {
    int from = buffer.writerIndex();
    handle.attemptedBytesRead(buffer.writableBytes());
    int got;
    if (buffer.hasMemoryAddress()) {
      got = channel.socket.recvAddress(buffer.memoryAddress(), from, buffer.capacity());
    } else {
      ByteBuffer room = buffer.internalNioBuffer(from, buffer.writableBytes());
      got = channel.socket.recv(room, room.position(), room.limit());
    }
    if (got > 0) {
      buffer.writerIndex(from + got);
    }
    return got;
  }

  /** A socket that cannot be read is of no further use; a handler that fails does not end it. */
  private void failed(ChannelPipeline pipeline, Throwable failure) {
    pipeline.fireExceptionCaught(failure);
    if (failure instanceof IOException || failure instanceof OutOfMemoryError) {
      channel.unsafe().close(channel.voidPromise());
    }
  }
}
