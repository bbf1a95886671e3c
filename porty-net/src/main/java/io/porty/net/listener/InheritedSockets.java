package io.porty.net.listener;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Listening sockets that this process was given, until somebody takes them. Thread-safe. */
public final class InheritedSockets {

  private final List<ListeningFd> sockets;

  public InheritedSockets(List<ListeningFd> sockets) {
    this.sockets = new ArrayList<>(sockets);
  }

  /** Of a process that nobody gave anything. */
  public static InheritedSockets none() {
    return new InheritedSockets(List.of());
  }

  public synchronized boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** The descriptors that listen at an address, whose owner the caller is now. */
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
   * Closes what nobody has taken.
   *
   * @return where that listened
   */
  public synchronized List<String> closeRest() {
    List<String> places = new ArrayList<>();
    for (ListeningFd rest : sockets) {
      places.add(rest.place());
      try {
        new FileDescriptor(rest.descriptor()).close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
    sockets.clear();
    return places;
  }
}
