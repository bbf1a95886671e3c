package io.porty.load;

import io.porty.load.tls.LoadTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom connections are made to.
 *
 * @param address resolved
 * @param tls null for none; stays the caller's
 */
public record LoadServer(InetSocketAddress address, @Nullable LoadTls tls) {

  /** A server without TLS. */
  public static LoadServer plain(InetSocketAddress address) {
    return new LoadServer(address, null);
  }
}
