package io.porty.net.epoll;

import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import java.util.List;

/** What a socket waits for (epoll_ctl(2)), as a set of bits that costs no object. */
final class Interest {

  static final int INPUT = 1;
  static final int OUTPUT = 2;

  /** The other side ends its stream, told even while nothing is read. */
  static final int END = 4;

  /** The kernel reports errors anyway; naming them keeps an interest from ever being empty. */
  private static final List<EpollIoOps> OPS =
      List.of(ops(0), ops(1), ops(2), ops(3), ops(4), ops(5), ops(6), ops(7));

  private Interest() {}

  static EpollIoOps of(int interest) {
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
    if ((interest & END) != 0) {
      events |= Native.EPOLLRDHUP;
    }
    return EpollIoOps.valueOf(events);
  }
}
