package io.porty.net.listener;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The listening sockets that this process has inherited and no listener has taken yet. Thread-safe.
 */
public final class InheritedSockets {

  private final List<ListeningFd> sockets;

  public InheritedSockets(List<ListeningFd> sockets) {
    this.sockets = new ArrayList<>(sockets);
  }

  /** No inherited sockets. */
  public static InheritedSockets none() {
    return new InheritedSockets(List.of());
  }

  public synchronized boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** Removes and returns the descriptors of an address; the caller owns them. */
  public synchronized List<Integer> take(SocketAddress address) throws IOException {
    List<Integer> taken = new ArrayList<>();
    for (Iterator<ListeningFd> all = sockets.iterator(); all.hasNext(); ) {
      ListeningFd one = all.next();
      if (one.isAt(address)) {
        taken.add(one.descriptor());
        all.remove();
      }
    }
    return taken;
  }

  /**
   * Closes the remaining sockets.
   *
   * @return their addresses
   */
  public synchronized List<String> closeRest() {
    List<String> places = new ArrayList<>();
    for (ListeningFd rest : sockets) {
      places.add(rest.place());
      try {
        new FileDescriptor(rest.descriptor()).close();
      } catch (IOException e) {
        // The descriptor is closed even if close() fails.
      }
    }
    sockets.clear();
    return places;
  }
}
