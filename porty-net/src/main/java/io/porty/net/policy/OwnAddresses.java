package io.porty.net.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The addresses that this Porty listens on, to prevent forwarding to itself. Thread-safe. */
public final class OwnAddresses {

  /**
   * @param who listens there, for people
   */
  private record Held(SocketAddress address, String who) {}

  private final List<Held> listening = new CopyOnWriteArrayList<>();

  /**
   * @param who listens there, for people
   */
  public void add(SocketAddress bound, String who) {
    listening.add(new Held(bound, who));
  }

  /** Undoes one {@link #add}. */
  public void remove(SocketAddress bound) {
    for (Held held : listening) {
      if (held.address().equals(bound)) {
        listening.remove(held);
        return;
      }
    }
  }

  /** What in this Porty listens on an address or an overlapping one; null if nothing does. */
  public @Nullable String holder(SocketAddress wanted) {
    for (Held held : listening) {
      if (held.address().equals(wanted) || overlap(held.address(), wanted)) {
        return held.who();
      }
    }
    return null;
  }

  private static boolean overlap(SocketAddress a, SocketAddress b) {
    return a instanceof InetSocketAddress one
        && b instanceof InetSocketAddress two
        && one.getPort() == two.getPort()
        && !one.isUnresolved()
        && !two.isUnresolved()
        && (one.getAddress().equals(two.getAddress())
            || one.getAddress().isAnyLocalAddress()
            || two.getAddress().isAnyLocalAddress());
  }

  boolean contains(InetAddress address, int port) {
    for (Held held : listening) {
      if (!(held.address() instanceof InetSocketAddress own) || own.getPort() != port) {
        continue;
      }
      if (own.getAddress().equals(address)
          || (own.getAddress().isAnyLocalAddress() && MachineAddresses.contains(address))) {
        return true;
      }
    }
    return false;
  }
}
