package io.porty.engine.runtime;

import io.porty.api.Target;
import io.porty.engine.config.VirtualHosts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An address cannot be bound. The message names the address, the cause and a remedy. */
public final class BindFailure extends Exception {

  private final boolean inUse;

  private BindFailure(String message, boolean inUse) {
    super(message, null, false, false);
    this.inUse = inUse;
  }

  /**
   * For a listener.
   *
   * @param holder what in this Porty already listens there; null if nothing does
   */
  static BindFailure of(VirtualHosts group, IOException cause, @Nullable String holder) {
    String owner = " (" + group.owner() + ")";
    return group.isUnix()
        ? ofUnix("socket " + group.address() + owner, cause, holder)
        : ofPort(group.address(), group.port(), owner, cause, holder);
  }

  /**
   * For the admin endpoint.
   *
   * @param holder as above
   */
  public static BindFailure ofAdmin(Target listen, IOException cause, @Nullable String holder) {
    String owner = "[admin] cannot listen on " + listen + ": ";
    BindFailure reason =
        listen.isUnix()
            ? ofUnix("socket " + listen.path(), cause, holder)
            : ofPort(listen.host(), listen.port(), "", cause, holder);
    return new BindFailure(owner + reason.getMessage(), reason.inUse);
  }

  private static BindFailure ofPort(
      String address, int port, String owner, IOException cause, @Nullable String holder) {
    String listenAddress = (port <= 0 ? "a port" : "port " + port) + " on " + address + owner;
    String reason = listenAddress + " cannot be bound: " + cause.getMessage();
    return switch (BindCause.of(cause, address, port)) {
      case IN_USE ->
          holder == null
              ? new BindFailure(
                  listenAddress
                      + " is in use by another program\n  Find it with: ss -tanp 'sport = :"
                      + port
                      + "' (is another Porty running?), or choose another port.",
                  true)
              : new BindFailure(
                  listenAddress
                      + " is in use by this Porty itself: "
                      + holder
                      + " listens there\n  Choose another port for one of them.",
                  true);
      case DENIED ->
          new BindFailure(
              reason + "\n  Ports below 1024 need the capability CAP_NET_BIND_SERVICE.", false);
      case NOT_LOCAL, OTHER ->
          new BindFailure(reason + "\n  Is it an address of this machine?", false);
    };
  }

  private static BindFailure ofUnix(
      String listenAddress, IOException cause, @Nullable String holder) {
    if (BindCause.of(cause) == BindCause.IN_USE) {
      return new BindFailure(
          holder == null
              ? listenAddress + " is in use by another program\n  Choose another path."
              : listenAddress
                  + " is in use by this Porty itself: "
                  + holder
                  + " listens there\n  Choose another path for one of them.",
          true);
    }
    return new BindFailure(
        listenAddress
            + " cannot be bound: "
            + cause.getMessage()
            + "\n  Its directory must exist and be writable, and an existing file must be a socket.",
        false);
  }

  /** Whether binding failed because the address is in use. */
  public static boolean isInUse(IOException cause) {
    return BindCause.of(cause) == BindCause.IN_USE;
  }

  public boolean inUse() {
    return inUse;
  }
}
