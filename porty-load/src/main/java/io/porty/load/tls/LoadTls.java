package io.porty.load.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.provider.TlsProviders;
import io.porty.net.tls.upstream.SystemAuthorities;
import io.porty.net.tls.upstream.UpstreamTrust;
import io.porty.net.tls.verify.ServerVerifier;
import io.porty.net.tls.verify.TrustAnchors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The TLS that the connections of a load have in common. Thread-safe. */
public final class LoadTls implements AutoCloseable {

  /** ALPN's name of HTTP/2 (RFC 9113 section 3.1). */
  public static final String HTTP_2 = "h2";

  /** ALPN's name of HTTP/1.1 (RFC 7301 section 6). */
  public static final String HTTP_1 = "http/1.1";

  private static final int PAGE_BYTES = 8192;

  /** Chunks of 1 MiB: what is read at once, up to 256 KiB, has room in one. */
  private static final int CHUNK_ORDER = 7;

  private final LoadTlsSettings settings;
  private final TlsProvider provider;
  private final ClientContext.Peer server;
  private final PeerVerifier verifier;
  private final ClientContext context;
  private final AtomicInteger clients = new AtomicInteger();
  private final ByteBufAllocator allocator =
      new PooledByteBufAllocator(
          true,
          0,
          Runtime.getRuntime().availableProcessors(),
          PAGE_BYTES,
          CHUNK_ORDER,
          256,
          64,
          true);

  /**
   * Reads what is trusted, and prepares the context. Waits for the disk.
   *
   * @param provider a value of the key {@code tls_provider}
   * @throws IllegalArgumentException with a message for the user
   */
  public LoadTls(LoadTlsSettings settings, String provider) {
    this.settings = settings;
    this.provider = TlsProviders.choose(provider);
    if (settings.resumes() && !this.provider.resumesSessions()) {
      throw new IllegalArgumentException(
          "the TLS of this JDK does not resume sessions, and BoringSSL does not work here: "
              + this.provider.reason());
    }
    this.server =
        new UpstreamTrust(verifier(settings.trust()), InstantSource.system())
            .peer(settings.host(), settings.port());
    this.verifier = new VerifiedOnce(server.verifier());
    String protocol = settings.protocol();
    List<String> offered = protocol == null ? List.of() : List.of(protocol);
    this.context = this.provider.client(new ClientSettings(offered, null, null));
  }

  private static @Nullable ServerVerifier verifier(LoadTrust trust) {
    if (trust instanceof LoadTrust.Anybody) {
      return null;
    }
    return new ServerVerifier(
        trust instanceof LoadTrust.Authorities own ? read(own) : SystemAuthorities.read(), null);
  }

  private static TrustAnchors read(LoadTrust.Authorities own) {
    CertificateProblems problems = new CertificateProblems();
    TrustAnchors anchors =
        TrustAnchors.read(own.file(), new CertificateParser(), Instant.now(), problems);
    if (problems.hasErrors()) {
      throw new IllegalArgumentException(
          problems.list().stream()
              .filter(CertificateProblem::isError)
              .map(CertificateProblem::text)
              .collect(Collectors.joining("\n")));
    }
    return anchors;
  }

  /** Who does the TLS: {@code native} or {@code jdk}. */
  public String provider() {
    return provider.name();
  }

  LoadTlsSettings settings() {
    return settings;
  }

  ClientContext context() {
    return context;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /**
   * A client of the server, whose connections follow each other. Each has its own session, as so
   * many users have.
   */
  public TlsClient newClient() {
    String session = settings.resumes() ? "client " + clients.incrementAndGet() : null;
    return new TlsClient(this, new ClientContext.Peer(server.serverName(), verifier, session));
  }

  /** When no connection is open. */
  @Override
  public void close() {
    context.close();
  }
}
