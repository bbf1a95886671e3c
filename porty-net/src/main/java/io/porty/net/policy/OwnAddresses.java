package io.porty.net.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where this Porty listens, so that no request leads it back to itself. Thread-safe. */
public final class OwnAddresses {

  private final List<InetSocketAddress> listening = new CopyOnWriteArrayList<>();

  public void add(SocketAddress bound) {
    if (bound instanceof InetSocketAddress inet) {
      listening.add(inet);
    }
  }

  public void remove(SocketAddress bound) {
    listening.remove(bound);
  }

  boolean contains(InetAddress address, int port) {
    for (InetSocketAddress own : listening) {
      if (own.getPort() != port) {
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
