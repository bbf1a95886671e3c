package io.porty.net.relay;

import io.netty.channel.FileRegion;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A kernel pipe between two sockets (splice(2)). Its content is a message in the write queue of the
 * destination, so that spliced bytes stay in order with copied ones. Reused for each fill. On one
 * event loop.
 */
final class SplicePipe extends AbstractReferenceCounted implements FileRegion {

  /** More than the capacity of a pipe. */
  private static final int MAX_FILL = 1 << 20;

  private final FileDescriptor readEnd;
  private final FileDescriptor writeEnd;
  private final FileDescriptor to;
  private final Runnable onReleased;
  private long count;
  private long transferred;
  private boolean inFlight;
  private boolean closed;

  /**
   * @param to the destination socket
   * @param onReleased called when the content has left the write queue, written or dropped
   * @throws IOException if the process has no descriptor left
   */
  SplicePipe(FileDescriptor to, Runnable onReleased) throws IOException {
    FileDescriptor[] ends = FileDescriptor.pipe();
    this.readEnd = ends[0];
    this.writeEnd = ends[1];
    this.to = to;
    this.onReleased = onReleased;
  }

  /**
   * Fills the empty pipe.
   *
   * @param maxBytes limit of this fill
   * @return bytes in the pipe; 0 if no bytes are available or at end of stream
   */
  int fill(FileDescriptor from, long maxBytes) throws IOException {
    int filled =
        Native.splice(from.intValue(), -1, writeEnd.intValue(), -1, Math.min(MAX_FILL, maxBytes));
    if (filled > 0) {
      count = filled;
      transferred = 0;
      inFlight = true;
      setRefCnt(1);
    }
    return filled;
  }

  /** Whether the content is in the write queue; then the pipe must not be filled. */
  boolean isInFlight() {
    return inFlight;
  }

  /** Bytes that the destination has not taken yet. */
  long pendingBytes() {
    return inFlight ? count - transferred : 0;
  }

  /** Closes the descriptors once the content has left the write queue. */
  void close() {
    closed = true;
    if (!inFlight) {
      closeEnds();
    }
  }

  private void closeEnds() {
    closeQuietly(readEnd);
    closeQuietly(writeEnd);
  }

  private static void closeQuietly(FileDescriptor end) {
    try {
      end.close();
    } catch (IOException e) {
      // Linux has released the descriptor all the same (close(2)).
    }
  }

  @Override
  public long transferTo(WritableByteChannel target, long position) throws IOException {
    int sent = Native.splice(readEnd.intValue(), -1, to.intValue(), -1, count - transferred);
    transferred += sent;
    return sent;
  }

  @Override
  protected void deallocate() {
    inFlight = false;
    if (closed) {
      closeEnds();
    } else if (transferred < count) {
      close();
    }
    onReleased.run();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  @Deprecated
  public long transfered() {
    return transferred;
  }

  @Override
  public long transferred() {
    return transferred;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public FileRegion retain() {
    super.retain();
    return this;
  }

  @Override
  public FileRegion retain(int increment) {
    super.retain(increment);
    return this;
  }

  @Override
  public FileRegion touch() {
    return this;
  }

  @Override
  public FileRegion touch(Object hint) {
    return this;
  }
}
