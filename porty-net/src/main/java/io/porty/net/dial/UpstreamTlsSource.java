package io.porty.net.dial;

import io.porty.net.tls.upstream.UpstreamTls;
import java.util.concurrent.CompletableFuture;

/**
 * The TLS of a route towards its backends, prepared when it is needed first: that reads files, so
 * it is done on another thread. Thread-safe; never waits.
 */
public interface UpstreamTlsSource extends AutoCloseable {

  /** The same each time; fails if it cannot be prepared, and the message says why. */
  CompletableFuture<UpstreamTls> get();

  /**
   * The same TLS, offering one application protocol only; closed with this one.
   *
   * @param protocol an identification sequence of ALPN
   */
  default UpstreamTlsSource offering(String protocol) {
    return this;
  }

  /** No new connection is made; those that are open keep what they need. */
  @Override
  void close();

  /** For dialers that never speak TLS. */
  UpstreamTlsSource NONE =
      new UpstreamTlsSource() {
        @Override
        public CompletableFuture<UpstreamTls> get() {
          return CompletableFuture.failedFuture(new IllegalStateException("TLS is not set up"));
        }

        @Override
        public void close() {}
      };
}
