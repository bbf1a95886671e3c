package io.porty.net.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;

/**
 * A direct buffer that returns to its event loop when it is released there. Its memory may be
 * larger than its capacity, so that it grows in place.
 */
final class LoopBuffer extends UnpooledUnsafeDirectByteBuf {

  private final LoopBuffers home;
  private final FreeBuffers size;
  private int length;

  LoopBuffer(LoopAllocator allocator, LoopBuffers home, FreeBuffers size) {
    super(allocator, size.bytes(), Integer.MAX_VALUE);
    this.home = home;
    this.size = size;
  }

  /** Makes it a new buffer, with one reference. */
  ByteBuf lend(int capacity, int max) {
    length = capacity;
    maxCapacity(max);
    resetRefCnt();
    clear();
    markReaderIndex();
    markWriterIndex();
    return this;
  }

  /** Bytes of its memory. */
  int room() {
    return super.capacity();
  }

  @Override
  public int capacity() {
    return length;
  }

  @Override
  public ByteBuf capacity(int newCapacity) {
    checkNewCapacity(newCapacity);
    if (newCapacity > room()) {
      super.capacity(newCapacity);
    } else if (newCapacity < length) {
      trimIndicesToCapacity(newCapacity);
    }
    length = newCapacity;
    return this;
  }

  @Override
  public int maxFastWritableBytes() {
    return Math.min(room(), maxCapacity()) - writerIndex();
  }

  @Override
  protected void deallocate() {
    if (!home.takeBack(this, size)) {
      super.deallocate();
    }
  }

  /** Frees the memory. */
  void free() {
    super.deallocate();
  }
}
