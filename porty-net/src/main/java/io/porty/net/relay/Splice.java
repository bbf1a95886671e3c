package io.porty.net.relay;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.net.epoll.EpollTcpChannel;
import io.porty.net.epoll.SpliceHook;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Splices one direction of a stream during bulk transfers and copies otherwise. The thresholds are
 * measured, see docs/decisions/011. On the event loop of both channels.
 */
final class Splice implements SpliceHook, BulkMove {

  /**
   * Bytes of one read event from which it counts as bulk: below, copying costs less than two
   * splices.
   */
  private static final long SPLICE_THRESHOLD = 12 * 1024;

  /** Consecutive bulk reads that start splicing. */
  private static final int BULK_READS_TO_START = 3;

  /** Consecutive other reads that stop splicing. */
  private static final int OTHER_READS_TO_STOP = 8;

  /** Maximum pipe fills for each read event, so that other connections are served. */
  private static final int MAX_FILLS = 16;

  private final EpollTcpChannel from;
  private final EpollTcpChannel to;
  private final PipeLimiter pipes;
  private final Listener listener;
  private @Nullable SplicePipe pipe;
  private long splicedBytes;
  private int bulkReads;
  private int otherReads;
  private boolean stopped;

  private Splice(EpollTcpChannel from, EpollTcpChannel to, PipeLimiter pipes, Listener listener) {
    this.from = from;
    this.to = to;
    this.pipes = pipes;
    this.listener = listener;
  }

  /**
   * Creates a splice between two conduits and installs it.
   *
   * @return null if they cannot be spliced and have to be copied
   */
  static @Nullable Splice between(Conduit from, Conduit to, PipeLimiter pipes, Listener listener) {
    if (!from.mayBeSpliced() || !to.mayBeSpliced()) {
      return null;
    }
    EpollTcpChannel source = (EpollTcpChannel) from.channel();
    EpollTcpChannel sink = (EpollTcpChannel) to.channel();
    Splice splice = new Splice(source, sink, pipes, listener);
    source.setSpliceHook(splice);
    return splice;
  }

  /** False while the pipe holds bytes: each event would copy a few bytes. */
  @Override
  public boolean isOn() {
    return pipe != null && !isInFlight() && listener.remaining() > 0;
  }

  @Override
  public boolean isInFlight() {
    SplicePipe current = pipe;
    return current != null && current.isInFlight();
  }

  @Override
  public long bytesInFlight() {
    SplicePipe current = pipe;
    return current == null ? 0 : current.pendingBytes();
  }

  /** Splices available bytes as long as {@code to} takes them at once. */
  @Override
  public void move() throws IOException {
    for (int i = 0; i < MAX_FILLS; i++) {
      SplicePipe current = pipe;
      if (current == null || current.isInFlight() || !from.isOpen() || !to.isWritable()) {
        return;
      }
      long maxBytes = listener.remaining();
      int filled = maxBytes <= 0 ? 0 : current.fill(from.fd(), maxBytes);
      if (filled <= 0) {
        return;
      }
      splicedBytes += filled;
      listener.moving(filled);
      to.writeAndFlush(current, to.voidPromise());
      // Even if it is little: the pipe must be empty for the next fill.
      to.flushNow();
      listener.moved(filled);
    }
  }

  @Override
  public void readComplete(long copied) {
    if (stopped) {
      return;
    }
    long bytes = splicedBytes + copied;
    splicedBytes = 0;
    if (bytes >= SPLICE_THRESHOLD) {
      otherReads = 0;
      if (pipe == null && ++bulkReads >= BULK_READS_TO_START) {
        openPipe();
      }
    } else {
      bulkReads = 0;
      if (pipe != null && ++otherReads >= OTHER_READS_TO_STOP && !pipe.isInFlight()) {
        closePipe();
      }
    }
  }

  private void openPipe() {
    bulkReads = 0;
    otherReads = 0;
    if (!pipes.tryAcquire()) {
      return;
    }
    try {
      pipe = new SplicePipe(to.fd(), this::onDrained);
    } catch (IOException e) {
      // No descriptor is left: copy, and try again after the next bulk reads.
      pipes.release();
    }
  }

  private void closePipe() {
    SplicePipe current = pipe;
    if (current != null) {
      pipe = null;
      current.close();
      pipes.release();
    }
  }

  private void onDrained() {
    SplicePipe current = pipe;
    if (current != null && current.isClosed()) {
      closePipe();
    }
    if (!stopped) {
      listener.drained();
    }
  }

  @Override
  public void stop() {
    if (!stopped) {
      stopped = true;
      from.clearSpliceHook(this);
      closePipe();
    }
  }
}
