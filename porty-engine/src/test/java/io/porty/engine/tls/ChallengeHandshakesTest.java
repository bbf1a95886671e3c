package io.porty.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import io.porty.api.route.ClientHello;
import io.porty.engine.issued.ChallengeCredentials;
import io.porty.engine.issued.IssuedCertificates;
import io.porty.engine.issued.IssuedSink;
import io.porty.net.opening.TlsRules;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.jdk.JdkProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** What an event loop does for a handshake about a challenge: it looks up, and that is all. */
class ChallengeHandshakesTest {

  private static final String HOST = "shop.test";

  /** Remembers what contexts are made of. */
  private static final class Provider extends StubTlsProvider {

    private final TlsProvider jdk = new JdkProvider("of this test");
    private final List<ServerSettings> contexts = new ArrayList<>();

    @Override
    public ServerContext server(ServerSettings settings) {
      contexts.add(settings);
      return jdk.server(settings);
    }
  }

  private static final class Prepared implements ChallengeCredentials, Credential {

    @Override
    public Credential prepare(X509Certificate certificate, PrivateKey key) {
      return this;
    }

    @Override
    public void release(Credential credential) {}

    @Override
    public void retain() {}

    @Override
    public void release() {}
  }

  private final IssuedCertificates issued = new IssuedCertificates(List.of());
  private final Provider provider = new Provider();

  private ChallengeHandshakes handshakes() {
    issued.tls().answeredWith(new Prepared());
    return new ChallengeHandshakes(issued.tls(), provider, null);
  }

  @SuppressWarnings("NullAway") // what is prepared is the test's own
  private void publish() {
    new IssuedSink("acme", issued, false).answerTls(HOST, null, null);
  }

  private static ClientHello hello(String host, String... protocols) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    ByteBuffer record = ByteBuffer.allocate(32_768);
    engine.wrap(ByteBuffer.allocate(0), record);
    String bytes = new String(record.array(), 0, record.position(), StandardCharsets.ISO_8859_1);
    return ClientHello.read(Bytes.latin1(bytes));
  }

  @Test
  void theContextIsMadeWhenAListenerIsPreparedAndNotForAHandshake() throws Exception {
    ChallengeHandshakes handshakes = handshakes();
    assertThat(provider.contexts).hasSize(1);
    publish();
    TlsRules.Serve first = handshakes.find(hello(HOST, "acme-tls/1"));
    TlsRules.Serve second = handshakes.find(hello("SHOP.test", "acme-tls/1"));
    assertThat(first).isNotNull();
    assertThat(second).isNotNull().extracting("context").isSameAs(first.context());
    assertThat(provider.contexts).hasSize(1);
  }

  @Test
  void aHandshakeWaitsForNobody() throws Exception {
    ChallengeHandshakes handshakes = handshakes();
    publish();
    ClientHello hello = hello(HOST, "acme-tls/1");
    synchronized (handshakes) {
      assertThat(
              CompletableFuture.supplyAsync(() -> handshakes.find(hello)).get(5, TimeUnit.SECONDS))
          .isNotNull();
    }
  }

  @Test
  void noOtherHandshakeIsTakenForOne() throws Exception {
    ChallengeHandshakes handshakes = handshakes();
    assertThat(handshakes.find(hello(HOST, "acme-tls/1"))).isNull();
    publish();
    assertThat(handshakes.find(hello(HOST, "acme-tls/1", "http/1.1"))).isNull();
    assertThat(handshakes.find(hello(HOST))).isNull();
    assertThat(handshakes.find(hello("other.test", "acme-tls/1"))).isNull();
  }

  /** A session of a challenge is resumed nowhere: its key is of its own, at each listener. */
  @Test
  void noTicketOfAChallengeIsGoodElsewhere() {
    handshakes();
    handshakes();
    TicketKeys one = provider.contexts.get(0).ticketKeys();
    TicketKeys other = provider.contexts.get(1).ticketKeys();
    assertThat(one.part(0, 2)).isNotEqualTo(other.part(0, 2));
  }
}
