package io.porty.engine.runtime;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The reason that an address cannot be bound, derived from errno rather than message texts. */
enum BindCause {
  IN_USE,
  DENIED,
  /** Not an address of this machine. */
  NOT_LOCAL,
  OTHER;

  /** errno(3), as Netty's native transports report it. */
  private static final int EPERM = 1;

  private static final int EACCES = 13;

  /** These values differ between Linux and BSD. */
  private static final int EADDRINUSE_LINUX = 98;

  private static final int EADDRNOTAVAIL_LINUX = 99;
  private static final int EADDRINUSE_BSD = 48;
  private static final int EADDRNOTAVAIL_BSD = 49;

  /** Lower ports may need a privilege: ip(7), ip_unprivileged_port_start. */
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /** An unused loopback address, to probe whether this process may bind a port. */
  private static final byte[] PROBE_ADDRESS = {127, 93, 11, 7};

  static BindCause of(IOException failure) {
    if (failure instanceof Errors.NativeIoException system) {
      return ofErrno(-system.expectedErr());
    }
    return failure instanceof BindException ? IN_USE : OTHER;
  }

  /**
   * As {@link #of(IOException)}, for failures of the JDK, which throws the same exception for an
   * address that is in use, not local or not permitted: probing related addresses tells them apart.
   */
  static BindCause of(IOException failure, String address, int port) {
    BindCause cause = of(failure);
    if (cause != IN_USE || failure instanceof Errors.NativeIoException) {
      return cause;
    }
    if (!canBind(new InetSocketAddress(address, 0))) {
      return NOT_LOCAL;
    }
    boolean allowed =
        port <= 0
            || port >= FIRST_UNPRIVILEGED_PORT
            || canBind(probeAddress(port))
            || canBind(probeAddress(1));
    return allowed ? IN_USE : DENIED;
  }

  private static InetSocketAddress probeAddress(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(PROBE_ADDRESS), port);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean canBind(InetSocketAddress address) {
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
      return NOT_LOCAL;
    }
    return errno == EACCES || errno == EPERM ? DENIED : OTHER;
  }
}
