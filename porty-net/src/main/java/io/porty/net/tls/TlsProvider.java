package io.porty.net.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An implementation of TLS. Chosen once, by {@code TlsProviders}. Thread-safe. */
public interface TlsProvider {

  /** The value of the key {@code tls_provider} that selects it. */
  String name();

  /** Why it was chosen, for the start-up message. */
  String reason();

  /**
   * Prepares a certificate. Not on an event loop.
   *
   * @param chain the server's certificate first
   * @param staple shown with it to clients that ask, where the provider can; null for none
   * @throws IllegalArgumentException if the provider cannot use it; the message says why
   */
  Credential credential(List<X509Certificate> chain, PrivateKey key, @Nullable Staple staple);

  /** Whether its session tickets are encrypted by the keys that a context is given. */
  boolean sharesTickets();

  /** Whether its connections to servers resume sessions. */
  boolean resumesSessions();

  /** Whether it shows clients the staple of a credential. */
  boolean showsStaples();

  /** Whether it can tell the secrets of handshakes. */
  boolean logsKeys();

  /** Makes a context for the backends of a route. Not on an event loop. */
  ClientContext client(ClientSettings settings);

  /** Makes a context for a listener. Not on an event loop. */
  ServerContext server(ServerSettings settings);
}
