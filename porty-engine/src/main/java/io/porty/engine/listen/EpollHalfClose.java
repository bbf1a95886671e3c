package io.porty.engine.listen;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Netty's epoll transport from losing half-closed connections. When a channel is interested
 * in nothing for a moment (its peer has half-closed, and reading is paused), Netty 4.2.18 takes it
 * out of the epoll set but goes on as if it were in it; the next change of interest then fails and
 * ends the connection. Interest in EPOLLERR costs nothing, since the kernel reports errors anyway
 * (epoll_ctl(2)), and is never taken back, so that the moment never comes. See docs/decisions/005.
 */
final class EpollHalfClose {

  private static final Logger LOG = LoggerFactory.getLogger(EpollHalfClose.class);
  private static final int EPOLLERR = 0x8;
  private static final @Nullable Method SET_FLAG = find();

  private static @Nullable Method find() {
    try {
      Method method =
          EpollSocketChannel.class
              .getSuperclass()
              .getSuperclass()
              .getDeclaredMethod("setFlag", int.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn(
          "this Netty is not the one that was tested: half-closed connections may break on epoll; set transport = \"nio\"",
          e);
      return null;
    }
  }

  /** To be called before the channel is registered, when it costs no system call. */
  static <C extends Channel> C prepare(C channel) {
    if (SET_FLAG != null && channel instanceof EpollSocketChannel) {
      try {
        SET_FLAG.invoke(channel, EPOLLERR);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return channel;
  }

  private EpollHalfClose() {}
}
