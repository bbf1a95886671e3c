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
   * The sockets of an address; none if the transport does not show them. A channel that was made
   * from a descriptor does not know its own address.
   */
  public static List<ListeningFd> of(@Nullable SocketAddress address, List<Channel> servers) {
    List<ListeningFd> all = new ArrayList<>();
    for (Channel server : servers) {
      if (address != null && server instanceof UnixChannel unix) {
        all.add(new ListeningFd(place(address), unix.fd().intValue()));
      }
    }
    return all;
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
  boolean isAt(SocketAddress wanted) throws IOException {
    if (!(wanted instanceof InetSocketAddress inet)) {
      return isUnix() && place.equals(place(wanted));
    }
    if (isUnix()) {
      return false;
    }
    int colon = place.lastIndexOf(':');
    InetAddress here = InetAddress.getByName(place.substring(0, colon));
    boolean samePort = Integer.parseInt(place.substring(colon + 1)) == inet.getPort();
    boolean sameAddress =
        here.equals(inet.getAddress())
            || (here.isAnyLocalAddress() && inet.getAddress().isAnyLocalAddress());
    return samePort && sameAddress;
  }
}
