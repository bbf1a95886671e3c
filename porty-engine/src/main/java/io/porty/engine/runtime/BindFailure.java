package io.porty.engine.runtime;

import io.porty.api.Target;
import io.porty.engine.config.VirtualHosts;
import java.io.IOException;

/** An address that could not be listened on. */
public final class BindFailure extends Exception {

  private final boolean inUse;

  private BindFailure(String message, boolean inUse) {
    super(message, null, false, false);
    this.inUse = inUse;
  }

  static BindFailure of(VirtualHosts group, IOException cause) {
    String route = " (route " + group.routes().get(0).facts().name() + ")";
    return group.isUnix()
        ? ofUnix("socket " + group.address() + route, cause)
        : ofPort(group.address(), group.port(), route, cause);
  }

  /** Of the admin endpoint. */
  public static BindFailure ofAdmin(Target listen, IOException cause) {
    String whose = "[admin] cannot listen on " + listen + ": ";
    BindFailure why =
        listen.isUnix()
            ? ofUnix("socket " + listen.path(), cause)
            : ofPort(listen.host(), listen.port(), "", cause);
    return new BindFailure(whose + why.getMessage(), why.inUse);
  }

  private static BindFailure ofPort(String address, int port, String whose, IOException cause) {
    String place = "port " + port + " on " + address + whose;
    boolean inUse = isInUse(cause);
    if (inUse) {
      return new BindFailure(
          place
              + " is in use by another program\n  Find it with: ss -tanp 'sport = :"
              + port
              + "', or choose another port.",
          true);
    }
    boolean denied = String.valueOf(cause.getMessage()).contains("ermission");
    return new BindFailure(
        place
            + " cannot be listened on: "
            + cause.getMessage()
            + (denied
                ? "\n  Ports below 1024 need the capability CAP_NET_BIND_SERVICE."
                : "\n  Is it an address of this machine?"),
        false);
  }

  private static BindFailure ofUnix(String place, IOException cause) {
    if (isInUse(cause)) {
      return new BindFailure(
          place + " is in use by another program\n  Choose another path in listen.", true);
    }
    return new BindFailure(
        place
            + " cannot be listened on: "
            + cause.getMessage()
            + "\n  Its folder has to exist and to be writable, and the file must not be anything but a socket.",
        false);
  }

  /**
   * Netty's native transports throw their own kind of exception; the system's words are in the
   * message of each.
   */
  private static boolean isInUse(IOException cause) {
    return String.valueOf(cause.getMessage()).contains("ddress already in use");
  }

  public boolean inUse() {
    return inUse;
  }
}
