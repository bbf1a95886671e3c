package io.porty.net.epoll;

import io.netty.channel.unix.IovArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of one event loop share between two waits: who has something to send, and where
 * the buffers of a gathering write are listed (writev(2)). Small answers leave together at the end
 * of a round: then the other side is woken once for many of them. See docs/decisions/023.
 */
final class FlushBatch {

  /** More than a socket's buffer takes at once by default (tcp(7)). */
  private static final long MAX_BYTES = 4 << 20;

  private static final int MAX_BUFFERS = 256;

  private final List<EpollTcpChannel> sending = new ArrayList<>();
  private @Nullable IovArray vectors;

  /** Has it {@link EpollTcpChannel#sendNow} before the loop waits. */
  void sendsAtTheEnd(EpollTcpChannel channel) {
    sending.add(channel);
  }

  /** The loop is about to wait. Whoever has more to send because of this is not left out. */
  void end() {
    for (int i = 0; i < sending.size(); i++) {
      sending.get(i).sendNow();
    }
    sending.clear();
  }

  /** An empty list of buffers, to be used at once. */
  IovArray vectors() {
    IovArray array = vectors;
    if (array == null) {
      array = new IovArray(MAX_BUFFERS);
      vectors = array;
    }
    array.clear();
    array.maxBytes(MAX_BYTES);
    return array;
  }

  void release() {
    if (vectors != null) {
      vectors.release();
      vectors = null;
    }
  }
}
