package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.mode.Relay;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An exchange after its protocol was switched: ends with the relay.
 *
 * @param peer the address of the client
 * @param log ends with the tunnel
 */
record Tunnel(SocketAddress peer, ExchangeLog log) implements Relay.End {

  @Override
  public void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
    log.end(
        peer,
        bytesToUpstream,
        bytesToClient,
        0,
        failure == null ? null : failure.toString(),
        failure == null ? null : failure.code().code());
  }

  @Override
  public String target() {
    return log.target();
  }
}
