package io.porty.net.tls.jdk;

import io.porty.api.PeerCertificate;
import io.porty.api.TlsSession;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.PeerCertificates;
import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.RejectedCertificateException;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsFailure.Reason;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What became of a handshake, told once. On the event loop. */
final class JdkHandshake {

  private static final List<String> VERSION =
      List.of("protocol version", "supported versions", "is not enabled or supported");
  private static final List<String> NOTHING_SHARED =
      List.of(
          "no cipher suites in common",
          "signature scheme",
          "signature algorithm",
          "authentication scheme",
          "named group");

  private final SSLEngine engine;
  private final @Nullable String serverName;
  private final boolean asksPeer;
  private final @Nullable PeerVerifier verifiesAgain;
  private final HandshakeListener listener;
  private boolean reported;
  private boolean complete;

  /**
   * @param asksPeer whether the peer's certificate was verified, if it showed one
   * @param verifiesAgain verifies it once more: the JDK does not verify that of a resumed session,
   *     and does not tell whether it is one; null for no second time
   */
  JdkHandshake(
      SSLEngine engine,
      @Nullable String serverName,
      boolean asksPeer,
      @Nullable PeerVerifier verifiesAgain,
      HandshakeListener listener) {
    this.engine = engine;
    this.verifiesAgain = verifiesAgain;
    this.serverName = serverName;
    this.asksPeer = asksPeer;
    this.listener = listener;
  }

  boolean isComplete() {
    return complete;
  }

  void ended(@Nullable Throwable cause) {
    if (reported) {
      return;
    }
    reported = true;
    Throwable failure = cause == null ? refusal() : cause;
    if (failure == null) {
      complete = true;
      listener.completed(session());
    } else {
      listener.failed(failure(failure));
    }
  }

  private @Nullable Throwable refusal() {
    PeerVerifier by = verifiesAgain;
    if (by == null) {
      return null;
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate one : engine.getSession().getPeerCertificates()) {
        chain.add((X509Certificate) one);
      }
      by.verify(chain);
      return null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // it showed none, and need not
    } catch (RejectedCertificateException e) {
      return e;
    }
  }

  private TlsSession session() {
    SSLSession session = engine.getSession();
    String protocol = engine.getApplicationProtocol();
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        serverName,
        protocol == null || protocol.isEmpty() ? null : protocol,
        false, // the JDK does not tell
        asksPeer ? peer(session) : null);
  }

  private static @Nullable PeerCertificate peer(SSLSession session) {
    try {
      return PeerCertificates.of((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static TlsFailure failure(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof RejectedCertificateException) {
        return new TlsFailure(Reason.BAD_CERTIFICATE, String.valueOf(at.getMessage()));
      }
      if (at instanceof ClosedChannelException) {
        return new TlsFailure(Reason.CLOSED, "");
      }
    }
    String text = String.valueOf(cause.getMessage());
    return new TlsFailure(reason(text), text);
  }

  /** By the JDK's messages, for the metric alone. */
  private static Reason reason(String text) {
    if (text.contains("fatal alert")) {
      return Reason.ALERT;
    }
    if (VERSION.stream().anyMatch(text::contains)) {
      return Reason.PROTOCOL_VERSION;
    }
    if (NOTHING_SHARED.stream().anyMatch(text::contains)) {
      return Reason.HANDSHAKE_FAILURE;
    }
    return text.contains("Empty client certificate")
        ? Reason.CERTIFICATE_REQUIRED
        : Reason.PROTOCOL_ERROR;
  }
}
