package io.porty.net.epoll;

import io.netty.channel.unix.IovArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one event loop with small deferred flushes, written together before the next
 * epoll_wait(2), and the iovec array that their gathering writes share (writev(2)). Batching wakes
 * the peer once for many small writes. See docs/decisions/023. On the event loop.
 */
final class FlushBatch {

  /** More than the default send buffer holds (tcp(7)). */
  private static final long MAX_BYTES = 4 << 20;

  private static final int MAX_BUFFERS = 256;

  private final List<EpollTcpChannel> deferred = new ArrayList<>();
  private @Nullable IovArray iovecs;

  /** Calls {@link EpollTcpChannel#flushNow} before the event loop waits. */
  void add(EpollTcpChannel channel) {
    deferred.add(channel);
  }

  /** Writes all deferred flushes, including those that these writes cause. */
  void flushAll() {
    for (int i = 0; i < deferred.size(); i++) {
      deferred.get(i).flushNow();
    }
    deferred.clear();
  }

  /** The shared iovec array, cleared. */
  IovArray iovecs() {
    IovArray array = iovecs;
    if (array == null) {
      array = new IovArray(MAX_BUFFERS);
      iovecs = array;
    }
    array.clear();
    array.maxBytes(MAX_BYTES);
    return array;
  }

  void release() {
    if (iovecs != null) {
      iovecs.release();
      iovecs = null;
    }
  }
}
