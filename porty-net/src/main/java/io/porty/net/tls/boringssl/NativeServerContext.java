package io.porty.net.tls.boringssl;

import io.netty.channel.Channel;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SessionTicketKey;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.Credential;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The context of a listener. */
final class NativeServerContext implements ServerContext {

  /** A ticket is good for a day (RFC 9325 section 3.4). */
  private static final long TICKET_SECONDS = 86_400;

  /** After a full handshake of TLS 1.3; browsers use each once. */
  private static final int TICKETS = 2;

  private final NativeContext context;
  private final ClientAuth clients;
  private boolean closed;

  NativeServerContext(ServerSettings settings) {
    this.context = new NativeContext(SSL.SSL_MODE_SERVER, settings.minVersion());
    this.clients = settings.clients();
    try {
      configure(settings);
    } catch (RuntimeException e) {
      context.release();
      throw e;
    }
  }

  private void configure(ServerSettings settings) {
    context.logKeys(settings.keyLog());
    long pointer = context.pointer();
    if (!settings.protocols().isEmpty()) {
      SSLContext.setAlpnProtos(
          pointer,
          settings.protocols().toArray(String[]::new),
          SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
    }
    SSLContext.setSessionCacheTimeout(pointer, TICKET_SECONDS);
    SSLContext.setNumTickets(pointer, TICKETS);
    SSLContext.setSessionIdContext(pointer, digest(clients.identity()));
    ticketKeys(settings.ticketKeys());
    if (clients.mode() != ClientAuth.Mode.NONE) {
      verifyClients();
    }
  }

  private void verifyClients() {
    context.verifyPeers(
        clients.mode() == ClientAuth.Mode.REQUIRED
            ? SSL.SSL_CVERIFY_REQUIRED
            : SSL.SSL_CVERIFY_OPTIONAL);
    try (PemBio issuers = PemBio.certificates(clients.issuers())) {
      SSLContext.setCACertificateBio(context.pointer(), issuers.pointer());
    } catch (Exception e) {
      throw new IllegalArgumentException("the client CA cannot be used: " + e.getMessage(), e);
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not at the same time as {@link #close}, which frees the context. */
  @Override
  public synchronized void ticketKeys(TicketKeys keys) {
    if (closed) {
      return;
    }
    SessionTicketKey[] all = new SessionTicketKey[keys.count()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new SessionTicketKey(keys.part(i, 0), keys.part(i, 1), keys.part(i, 2));
    }
    SSLContext.setSessionTicketKeys(context.pointer(), all);
  }

  @Override
  public TlsHandler newHandler(
      Channel channel,
      Credential credential,
      @Nullable String serverName,
      HandshakeListener listener) {
    NativeCredential shown = (NativeCredential) credential;
    NativeSsl ssl = NativeSsl.server(context, shown);
    boolean asks = clients.mode() != ClientAuth.Mode.NONE;
    return new NativeTlsHandler(
        ssl,
        channel,
        new NativeHandshake(
            ssl,
            serverName,
            asks ? clients.verifier() : null,
            listener,
            new SessionLifetime(ssl.pointer(), shown.notAfter())),
        null);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      context.release();
    }
  }
}
