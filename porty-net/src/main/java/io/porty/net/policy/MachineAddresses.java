package io.porty.net.policy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Determines whether an address is local: an interface has it, or the routing table delivers it to
 * this machine ({@code ip route add local}). Uses system calls that do not block.
 */
public final class MachineAddresses {

  /** Whether Linux permits binding to any address, so that a bind proves nothing: ip(7). */
  private static final Path NONLOCAL_BIND = Path.of("/proc/sys/net/ipv4/ip_nonlocal_bind");

  /** The discard port: only the route is determined, nothing is sent. */
  private static final int ANY_PORT = 9;

  public static boolean contains(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null
          || (!bindsAnything() && canBind(address))
          || isItsOwnSource(address);
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean bindsAnything() {
    try {
      return !Files.readString(NONLOCAL_BIND).trim().equals("0");
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean canBind(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
      return socket.isBound();
    } catch (SocketException e) {
      return false;
    }
  }

  /** For a local address the kernel chooses that address as the source. */
  private static boolean isItsOwnSource(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(address, ANY_PORT));
      return address.equals(socket.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private MachineAddresses() {}
}
