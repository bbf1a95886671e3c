package io.porty.engine.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a direction steps into Netty's read loop: the moment it asks for a buffer to read into.
 * Everything else is as the channel's own allocator has it.
 */
final class SpliceReads implements RecvByteBufAllocator {

  /** After a splice only the end, or the last few bytes, are left to be read. */
  private static final int REST = 64;

  private final RecvByteBufAllocator ordinary;
  private final Splice splice;
  private @Nullable ExtendedHandle handle;
  private int asked;

  SpliceReads(RecvByteBufAllocator ordinary, Splice splice) {
    this.ordinary = ordinary;
    this.splice = splice;
  }

  /** How often a handle was asked for. */
  int asked() {
    return asked;
  }

  @Override
  @SuppressWarnings("deprecation")
  public Handle newHandle() {
    asked++;
    // Netty's epoll transport asks for one only to see what it is, and for another one to use.
    ExtendedHandle made = handle;
    if (made == null) {
      made = new Reading((ExtendedHandle) ordinary.newHandle());
      handle = made;
    }
    return made;
  }

  private final class Reading implements ExtendedHandle {

    private final ExtendedHandle ordinary;
    private long copied;
    private boolean spliced;

    Reading(ExtendedHandle ordinary) {
      this.ordinary = ordinary;
    }

    @Override
    public void reset(ChannelConfig config) {
      copied = 0;
      spliced = false;
      ordinary.reset(config);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator alloc) {
      if (splice.isOn()) {
        spliced = true;
        splice.move();
        return alloc.ioBuffer(REST);
      }
      return ordinary.allocate(alloc);
    }

    @Override
    public void lastBytesRead(int bytes) {
      ordinary.lastBytesRead(bytes);
      if (bytes > 0) {
        copied += bytes;
      }
    }

    @Override
    public boolean continueReading() {
      return !spliced && ordinary.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
      return !spliced && ordinary.continueReading(maybeMoreDataSupplier);
    }

    @Override
    public void readComplete() {
      if (!spliced) {
        ordinary.readComplete();
      }
      splice.readComplete(copied);
    }

    @Override
    public int guess() {
      return ordinary.guess();
    }

    @Override
    public void incMessagesRead(int count) {
      ordinary.incMessagesRead(count);
    }

    @Override
    public int lastBytesRead() {
      return ordinary.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      ordinary.attemptedBytesRead(bytes);
    }

    @Override
    public int attemptedBytesRead() {
      return ordinary.attemptedBytesRead();
    }
  }
}
