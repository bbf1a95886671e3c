package io.porty.net.tls.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.porty.api.TlsSession;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TestPki;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a session of the JDK's provider is resumed, by a clock of the test. */
class JdkServerContextTest {

  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final String HOST = "shop.test";

  private volatile Instant now = START;
  private final InstantSource clock = () -> now;
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private SSLContext client;
  private Channel server;

  @BeforeEach
  void listen() throws Exception {
    TestPki.Issued root = TestPki.root("CA");
    TestPki.Issued leaf = TestPki.leaf(root, HOST);
    JdkCredential shown = new JdkCredential(List.of(leaf.certificate()), leaf.keys().getPrivate());
    JdkServerContext context =
        new JdkServerContext(
            new ServerSettings(
                TlsVersion.TLS_1_2,
                List.of(),
                ClientAuth.NONE,
                new TicketKeys(List.of(new byte[TicketKeys.KEY_BYTES])),
                null),
            clock);
    client =
        JdkSettings.context(
            new javax.net.ssl.KeyManager[0],
            new VerifierTrust(chain -> {}, List.<X509Certificate>of()));
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted
                        .pipeline()
                        .addLast(context.newHandler(accepted, shown, HOST, greeting(accepted)));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  private static HandshakeListener greeting(Channel accepted) {
    return new HandshakeListener() {
      @Override
      public void completed(TlsSession session) {
        accepted.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1}));
      }

      @Override
      public void failed(TlsFailure failure) {
        accepted.close();
      }
    };
  }

  @AfterEach
  void close() throws Exception {
    server.close().sync();
    loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).sync();
  }

  /** When the session was made; a resumed one keeps the time of its full handshake. */
  private long session(String version) throws IOException {
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    try (SSLSocket socket =
        (SSLSocket)
            client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      return socket.getSession().getCreationTime();
    }
  }

  private long later(String version, Duration since, long than) throws IOException {
    now = START.plus(since);
    while (System.currentTimeMillis() <= than) {
      Thread.onSpinWait();
    }
    return session(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aChainOfResumptionsEndsWithTheDay(String version) throws Exception {
    long first = session(version);
    assertThat(later(version, Duration.ofHours(8), first)).as("resumed").isEqualTo(first);
    assertThat(later(version, Duration.ofHours(16), first)).as("again").isEqualTo(first);
    assertThat(later(version, Duration.ofHours(23), first)).as("again").isEqualTo(first);
    long second = later(version, Duration.ofHours(24), first);
    assertThat(second).as("a full handshake").isGreaterThan(first);
    assertThat(later(version, Duration.ofHours(25), second)).as("resumed").isEqualTo(second);
  }
}
