package io.porty.net.relay;

import io.netty.channel.FileRegion;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A pipe of the kernel between two sockets (splice(2)), and its content as a message in the queue
 * of the socket that it is written to: so what is spliced stays in order with what is copied. Used
 * again for each filling; on one event loop.
 */
final class SplicePipe extends AbstractReferenceCounted implements FileRegion {

  /** More than a pipe takes at once: it decides. */
  private static final int MAX_FILL = 1 << 20;

  private final FileDescriptor exit;
  private final FileDescriptor entry;
  private final FileDescriptor to;
  private final Runnable drained;
  private long count;
  private long transferred;
  private boolean inFlight;
  private boolean closed;

  /**
   * @param to the socket that the pipe is drained into
   * @param drained called when a filling has left the queue, sent or dropped
   * @throws IOException if there is no descriptor left
   */
  SplicePipe(FileDescriptor to, Runnable drained) throws IOException {
    FileDescriptor[] ends = FileDescriptor.pipe();
    this.exit = ends[0];
    this.entry = ends[1];
    this.to = to;
    this.drained = drained;
  }

  /**
   * Fills the empty pipe.
   *
   * @param most how many bytes at most
   * @return how many bytes it holds now; 0 if nothing waits to be read, or the end does
   */
  int fill(FileDescriptor from, long most) throws IOException {
    int got = Native.splice(from.intValue(), -1, entry.intValue(), -1, Math.min(MAX_FILL, most));
    if (got > 0) {
      count = got;
      transferred = 0;
      inFlight = true;
      setRefCnt(1);
    }
    return got;
  }

  /** It is in the queue of its socket, and must not be filled. */
  boolean isInFlight() {
    return inFlight;
  }

  /** Bytes that the socket has not taken yet. */
  long pendingBytes() {
    return inFlight ? count - transferred : 0;
  }

  /** Gives the descriptors back, once the queue has let go of the content. */
  void close() {
    closed = true;
    if (!inFlight) {
      shut();
    }
  }

  private void shut() {
    quietly(exit);
    quietly(entry);
  }

  private static void quietly(FileDescriptor end) {
    try {
      end.close();
    } catch (IOException e) {
      // Linux has given the descriptor back all the same (close(2)).
    }
  }

  @Override
  public long transferTo(WritableByteChannel target, long position) throws IOException {
    int sent = Native.splice(exit.intValue(), -1, to.intValue(), -1, count - transferred);
    transferred += sent;
    return sent;
  }

  @Override
  protected void deallocate() {
    inFlight = false;
    if (closed) {
      shut();
    } else if (transferred < count) {
      close();
    }
    drained.run();
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
