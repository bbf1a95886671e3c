package io.porty.net.epoll;

import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import java.util.List;

/** Epoll interest (epoll_ctl(2)) as an allocation-free bit set. */
final class Interest {

  static final int INPUT = 1;
  static final int OUTPUT = 2;

  /** EPOLLRDHUP: end of stream from the peer, reported even while reading is off. */
  static final int RDHUP = 4;

  /** By bit set. Each has EPOLLERR, so that none is empty. */
  private static final List<EpollIoOps> OPS =
      List.of(ops(0), ops(1), ops(2), ops(3), ops(4), ops(5), ops(6), ops(7));

  private Interest() {}

  static EpollIoOps toOps(int interest) {
    return OPS.get(interest);
  }

  private static EpollIoOps ops(int interest) {
    int events = Native.EPOLLERR;
    if ((interest & INPUT) != 0) {
      events |= Native.EPOLLIN;
    }
    if ((interest & OUTPUT) != 0) {
      events |= Native.EPOLLOUT;
    }
    if ((interest & RDHUP) != 0) {
      events |= Native.EPOLLRDHUP;
    }
    return EpollIoOps.valueOf(events);
  }
}
