package io.porty.engine.runtime;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Why an address could not be listened on: by what the system says, not by words. */
enum BindCause {
  IN_USE,
  DENIED,
  /** No address of this machine. */
  NOT_HERE,
  OTHER;

  /** errno(3), as Netty's native transports report it. */
  private static final int EPERM = 1;

  private static final int EACCES = 13;

  /** Linux and BSD differ in these. */
  private static final int EADDRINUSE_LINUX = 98;

  private static final int EADDRNOTAVAIL_LINUX = 99;
  private static final int EADDRINUSE_BSD = 48;
  private static final int EADDRNOTAVAIL_BSD = 49;

  /** Ports below it may need a privilege: ip(7), ip_unprivileged_port_start. */
  private static final int FIRST_FREE_PORT = 1024;

  /** An address of its own, where nobody else listens: it tells whether a port may be bound. */
  private static final byte[] ELSEWHERE = {127, 93, 11, 7};

  static BindCause of(IOException failure) {
    if (failure instanceof Errors.NativeIoException system) {
      return ofErrno(-system.expectedErr());
    }
    return failure instanceof BindException ? IN_USE : OTHER;
  }

  /**
   * As above. The JDK has one exception for an address that is in use, not of this machine, or not
   * allowed: which of them it is shows at its neighbours.
   */
  static BindCause of(IOException failure, String address, int port) {
    BindCause cause = of(failure);
    if (cause != IN_USE || failure instanceof Errors.NativeIoException) {
      return cause;
    }
    if (!mayBind(new InetSocketAddress(address, 0))) {
      return NOT_HERE;
    }
    boolean allowed =
        port <= 0 || port >= FIRST_FREE_PORT || mayBind(elsewhere(port)) || mayBind(elsewhere(1));
    return allowed ? IN_USE : DENIED;
  }

  private static InetSocketAddress elsewhere(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ELSEWHERE), port);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean mayBind(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static BindCause ofErrno(int errno) {
    boolean bsd = KQueue.isAvailable();
    if (errno == (bsd ? EADDRINUSE_BSD : EADDRINUSE_LINUX)) {
      return IN_USE;
    }
    if (errno == (bsd ? EADDRNOTAVAIL_BSD : EADDRNOTAVAIL_LINUX)) {
      return NOT_HERE;
    }
    return errno == EACCES || errno == EPERM ? DENIED : OTHER;
  }
}
