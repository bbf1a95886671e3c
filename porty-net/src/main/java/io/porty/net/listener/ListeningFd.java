package io.porty.net.listener;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that is passed between processes.
 *
 * @param place its address: {@code unix:/path}, or an IP address, a colon and a port
 * @param descriptor in this process
 */
public record ListeningFd(String place, int descriptor) {

  private static final String UNIX = "unix:";

  /**
   * The sockets of an address; none if the transport does not expose descriptors. The address is
   * passed because a channel that was made from a descriptor does not have it.
   */
  public static List<ListeningFd> of(@Nullable SocketAddress address, List<Channel> servers) {
    List<ListeningFd> sockets = new ArrayList<>();
    for (Channel server : servers) {
      if (address != null && server instanceof UnixChannel unix) {
        sockets.add(new ListeningFd(place(address), unix.fd().intValue()));
      }
    }
    return sockets;
  }

  public static String place(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }
    return UNIX + (address instanceof DomainSocketAddress unix ? unix.path() : address);
  }

  boolean isUnix() {
    return place.startsWith(UNIX);
  }

  /**
   * Whether it listens on a configured address. The wildcard addresses of both families match each
   * other: an IPv6 socket accepts IPv4 clients as well.
   */
  boolean isAt(SocketAddress configured) throws IOException {
    if (!(configured instanceof InetSocketAddress inet)) {
      return isUnix() && place.equals(place(configured));
    }
    if (isUnix()) {
      return false;
    }
    int colon = place.lastIndexOf(':');
    InetAddress own = InetAddress.getByName(place.substring(0, colon));
    boolean samePort = Integer.parseInt(place.substring(colon + 1)) == inet.getPort();
    boolean sameAddress =
        own.equals(inet.getAddress())
            || (own.isAnyLocalAddress() && inet.getAddress().isAnyLocalAddress());
    return samePort && sameAddress;
  }
}
