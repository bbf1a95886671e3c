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
 * Reads from an {@link EpollTcpChannel} while buffers come back full, up to a limit for each epoll
 * event. On the channel's event loop.
 */
final class StreamReader implements UncheckedBooleanSupplier {

  /** After a splice only end of stream or a few last bytes remain to be read. */
  private static final int TAIL_READ_BYTES = 64;

  private final EpollTcpChannel channel;
  private final EpollTcpChannelConfig config;
  private @Nullable ExtendedHandle allocHandle;
  private @Nullable SpliceHook spliceHook;
  private boolean sawRdHup;
  private boolean urgent;

  StreamReader(EpollTcpChannel channel, EpollTcpChannelConfig config) {
    this.channel = channel;
    this.config = config;
  }

  void setSpliceHook(SpliceHook hook) {
    spliceHook = hook;
  }

  void clearSpliceHook(SpliceHook hook) {
    if (spliceHook == hook) {
      spliceHook = null;
    }
  }

  /** EPOLLRDHUP was reported: read until end of stream, even after a partially filled buffer. */
  void onRdHup() {
    sawRdHup = true;
  }

  /** EPOLLPRI was reported: a read stops at the urgent byte, and more may lie behind it. */
  void onUrgent() {
    urgent = true;
  }

  @Override
  public boolean get() {
    ExtendedHandle handle = allocHandle;
    return readsToTheEnd()
        || (handle != null && handle.lastBytesRead() == handle.attemptedBytesRead());
  }

  /** Whether a short read may have left something. */
  private boolean readsToTheEnd() {
    return sawRdHup || urgent;
  }

  void read(AbstractTcpEpollChannel.AbstractTcpUnsafe unsafe) {
    if (channel.isInputClosed()) {
      channel.stopReading();
      return;
    }
    SpliceHook hook = spliceHook;
    boolean splices = hook != null && hook.isOn();
    ExtendedHandle handle = (ExtendedHandle) unsafe.recvBufAllocHandle();
    allocHandle = handle;
    handle.reset(config);
    ChannelPipeline pipeline = channel.pipeline();
    ByteBufAllocator allocator = config.getAllocator();
    ByteBuf buffer = null;
    Throwable failure = null;
    boolean ended = false;
    boolean drained = false;
    long copied = 0;
    try {
      if (hook != null && splices) {
        unsafe.readPending = false;
        hook.move();
      }
      while (!channel.isInputClosed()) {
        buffer = splices ? allocator.directBuffer(TAIL_READ_BYTES) : allocate(handle, allocator);
        int got = read(buffer, handle);
        handle.lastBytesRead(got);
        if (got <= 0) {
          ended = got < 0;
          drained = true;
          break;
        }
        // A short read has left nothing (epoll(7)), but perhaps the end of stream or urgent data.
        drained = !readsToTheEnd() && got < handle.attemptedBytesRead();
        copied += got;
        handle.incMessagesRead(1);
        unsafe.readPending = false;
        ByteBuf read = buffer;
        buffer = null;
        pipeline.fireChannelRead(read);
        if (splices || !handle.continueReading(this)) {
          break;
        }
      }
    } catch (Throwable e) {
      failure = e;
    }
    if (buffer != null) {
      buffer.release();
    }
    if (!splices) {
      handle.readComplete();
    }
    if (hook != null) {
      hook.readComplete(copied);
    }
    urgent = false;
    channel.setUnread(!drained);
    pipeline.fireChannelReadComplete();
    if (failure != null) {
      onFailure(pipeline, failure);
    } else if (ended) {
      unsafe.readPending = false;
      channel.onInputEnd();
    }
    if (!unsafe.readPending && !config.isAutoRead()) {
      channel.stopReading();
    } else {
      channel.reportUnread();
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

  /** Closes after a failed read, but not after an exception of a handler. */
  private void onFailure(ChannelPipeline pipeline, Throwable failure) {
    pipeline.fireExceptionCaught(failure);
    if (failure instanceof IOException || failure instanceof OutOfMemoryError) {
      channel.unsafe().close(channel.voidPromise());
    }
  }
}
