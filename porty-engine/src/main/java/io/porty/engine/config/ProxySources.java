package io.porty.engine.config;

import io.porty.api.Cidr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * The peers whose connections begin with a PROXY header: {@code proxy_protocol_from}. Immutable.
 */
public final class ProxySources {

  /** Stands for peers that connect to a Unix domain socket. */
  static final String UNIX = "unix";

  private final Cidr[] blocks;
  private final boolean unix;

  private ProxySources(Cidr[] blocks, boolean unix) {
    this.blocks = blocks;
    this.unix = unix;
  }

  /**
   * @param values checked by the key
   */
  static ProxySources of(List<String> values) {
    return new ProxySources(
        values.stream().filter(v -> !v.equals(UNIX)).map(Cidr::of).toArray(Cidr[]::new),
        values.contains(UNIX));
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
