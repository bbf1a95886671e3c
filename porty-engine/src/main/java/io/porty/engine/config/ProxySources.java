package io.porty.engine.config;

import io.porty.api.Cidr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The peers whose connections begin with a PROXY header: {@code proxy_protocol_from}. Immutable.
 */
public final class ProxySources {

  /** Stands for peers that connect to a Unix domain socket. */
  private static final String UNIX = "unix";

  private final Cidr[] blocks;
  private final boolean unix;

  private ProxySources(Cidr[] blocks, boolean unix) {
    this.blocks = blocks;
    this.unix = unix;
  }

  /**
   * @param values checked by {@link #problem}
   */
  static ProxySources of(List<String> values) {
    return new ProxySources(
        values.stream().filter(v -> !v.equals(UNIX)).map(Cidr::of).toArray(Cidr[]::new),
        values.contains(UNIX));
  }

  /** What is wrong with the key's value. */
  static Optional<String> problem(List<String> values) {
    if (values.isEmpty()) {
      return Optional.of(
          "is empty; expected the addresses of load balancers such as \"10.0.0.0/8\", or no such key");
    }
    return values.stream()
        .filter(v -> !v.equals(UNIX) && Cidr.parse(v).isEmpty())
        .findFirst()
        .map(
            v ->
                "has \""
                    + v
                    + "\"; expected an address, a CIDR block such as \"10.0.0.0/8\", or \"unix\"");
  }

  /**
   * @param peer at the other end of the socket
   */
  public boolean contains(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress inet)) {
      return unix;
    }
    for (Cidr block : blocks) {
      if (block.contains(inet.getAddress())) {
        return true;
      }
    }
    return false;
  }
}
