package io.porty.engine.runtime;

import io.porty.api.Target;
import io.porty.engine.config.VirtualHosts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An address that could not be listened on. */
public final class BindFailure extends Exception {

  private final boolean inUse;

  private BindFailure(String message, boolean inUse) {
    super(message, null, false, false);
    this.inUse = inUse;
  }

  /**
   * @param holder what of this Porty listens there already; null if nothing does
   */
  static BindFailure of(VirtualHosts group, IOException cause, @Nullable String holder) {
    String whose = " (" + group.owner() + ")";
    return group.isUnix()
        ? ofUnix("socket " + group.address() + whose, cause, holder)
        : ofPort(group.address(), group.port(), whose, cause, holder);
  }

  /**
   * Of the admin endpoint.
   *
   * @param holder as above
   */
  public static BindFailure ofAdmin(Target listen, IOException cause, @Nullable String holder) {
    String whose = "[admin] cannot listen on " + listen + ": ";
    BindFailure why =
        listen.isUnix()
            ? ofUnix("socket " + listen.path(), cause, holder)
            : ofPort(listen.host(), listen.port(), "", cause, holder);
    return new BindFailure(whose + why.getMessage(), why.inUse);
  }

  private static BindFailure ofPort(
      String address, int port, String whose, IOException cause, @Nullable String holder) {
    String place = (port <= 0 ? "a port" : "port " + port) + " on " + address + whose;
    String why = place + " cannot be listened on: " + cause.getMessage();
    return switch (BindCause.of(cause, address, port)) {
      case IN_USE ->
          holder == null
              ? new BindFailure(
                  place
                      + " is in use by another program\n  Find it with: ss -tanp 'sport = :"
                      + port
                      + "' (is it a Porty that runs already?), or choose another port.",
                  true)
              : new BindFailure(
                  place
                      + " is in use by this Porty itself: "
                      + holder
                      + " listens there\n  Choose another port for one of them.",
                  true);
      case DENIED ->
          new BindFailure(
              why + "\n  Ports below 1024 need the capability CAP_NET_BIND_SERVICE.", false);
      case NOT_HERE, OTHER -> new BindFailure(why + "\n  Is it an address of this machine?", false);
    };
  }

  private static BindFailure ofUnix(String place, IOException cause, @Nullable String holder) {
    if (BindCause.of(cause) == BindCause.IN_USE) {
      return new BindFailure(
          holder == null
              ? place + " is in use by another program\n  Choose another path."
              : place
                  + " is in use by this Porty itself: "
                  + holder
                  + " listens there\n  Choose another path for one of them.",
          true);
    }
    return new BindFailure(
        place
            + " cannot be listened on: "
            + cause.getMessage()
            + "\n  Its folder has to exist and to be writable, and the file must not be anything but a socket.",
        false);
  }

  /** Whether an address could not be listened on because somebody does already. */
  public static boolean isInUse(IOException cause) {
    return BindCause.of(cause) == BindCause.IN_USE;
  }

  public boolean inUse() {
    return inUse;
  }
}
