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
 * Which addresses lead to this machine: those of its interfaces, and those that its routing table
 * delivers here although no interface has them ({@code ip route add local}). Asks the kernel, which
 * does not wait.
 */
public final class MachineAddresses {

  /** Where Linux says that any address may be bound, so that binding tells nothing: ip(7). */
  private static final Path NONLOCAL_BIND = Path.of("/proc/sys/net/ipv4/ip_nonlocal_bind");

  /** The discard port: nothing is sent to it, a route is all that is asked for. */
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

  /** What is delivered here is sent from the address that it is sent to. */
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
