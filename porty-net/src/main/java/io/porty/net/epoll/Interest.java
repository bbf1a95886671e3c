package io.porty.net.epoll;

import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import java.util.List;
import java.util.stream.IntStream;

/** Epoll interest (epoll_ctl(2)) as an allocation-free bit set. */
final class Interest {

  static final int INPUT = 1;
  static final int OUTPUT = 2;

  /** EPOLLRDHUP: end of stream from the peer, reported even while reading is off. */
  static final int RDHUP = 4;

  /**
   * EPOLLET: an event is reported once, not on each wait until its cause is gone. Who leaves input
   * unread has to ask for another report. EPOLLPRI tells of urgent data, at which a read stops
   * short. See docs/decisions/088.
   */
  static final int EDGE = 8;

  /** Of epoll_ctl(2); Netty has no constant for it. */
  static final int EPOLLPRI = 0x2;

  /** By bit set. Each has EPOLLERR, so that none is empty. */
  private static final List<EpollIoOps> OPS =
      IntStream.range(0, 2 * EDGE).mapToObj(Interest::ops).toList();

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
    if ((interest & EDGE) != 0) {
      events |= Native.EPOLLET | EPOLLPRI;
    }
    return EpollIoOps.valueOf(events);
  }
}
