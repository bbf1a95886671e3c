package io.porty.load;

import io.porty.load.tls.LoadTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom connections are made to.
 *
 * @param address resolved
 * @param tls null for none; closed with this
 */
public record LoadServer(InetSocketAddress address, @Nullable LoadTls tls)
    implements AutoCloseable {

  /** A server without TLS. */
  public static LoadServer plain(InetSocketAddress address) {
    return new LoadServer(address, null);
  }

  /** When no connection is open. */
  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
  }
}
