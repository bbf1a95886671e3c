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
   * @param owner listens there, for people
   */
  private record Entry(SocketAddress address, String owner) {}

  private final List<Entry> listening = new CopyOnWriteArrayList<>();

  /**
   * @param owner listens there, for people
   */
  public void add(SocketAddress bound, String owner) {
    listening.add(new Entry(bound, owner));
  }

  /** Undoes one {@link #add}. */
  public void remove(SocketAddress bound) {
    for (Entry entry : listening) {
      if (entry.address().equals(bound)) {
        listening.remove(entry);
        return;
      }
    }
  }

  /** What in this Porty listens on an address or an overlapping one; null if nothing does. */
  public @Nullable String holder(SocketAddress address) {
    for (Entry entry : listening) {
      if (entry.address().equals(address) || overlap(entry.address(), address)) {
        return entry.owner();
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
    for (Entry entry : listening) {
      if (!(entry.address() instanceof InetSocketAddress own) || own.getPort() != port) {
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
