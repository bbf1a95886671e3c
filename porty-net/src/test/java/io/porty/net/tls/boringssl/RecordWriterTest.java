package io.porty.net.tls.boringssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.porty.api.TlsSession;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.RecordSizes;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TestPki;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one flush writes to the socket. */
class RecordWriterTest {

  private static final String HOST = "shop.test";
  private static final int HEADER_BYTES = 5;

  /** Of AES-GCM (RFC 5288 section 3, RFC 8446 section 5.2). */
  private static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 8;

  /** The type of what a record of TLS 1.3 carries. */
  private static final int TYPE_BYTES = 1;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Queue<Integer> written = new ConcurrentLinkedQueue<>();

  /** The sizes of the buffers that the TLS handler writes. */
  private final class Sizes extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      written.add(((ByteBuf) message).readableBytes());
      ctx.write(message, promise);
    }
  }

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Trusts everybody: the certificates of the tests have dates of their own. */
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLSocket connect(Channel server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    InetAddress.getLoopbackAddress(),
                    ((InetSocketAddress) server.localAddress()).getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** The second write: BoringSSL writes its session tickets with the first one. */
  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, 1",
    "TLSv1.2, 200",
    "TLSv1.2, 9000",
    "TLSv1.3, 1",
    "TLSv1.3, 1350",
    "TLSv1.3, 9000"
  })
  void aFlushIsOneBuffer(String version, int length) throws Exception {
    assumeThat(BoringSsl.problem()).isNull();
    TestPki.Issued root = TestPki.root("CA");
    TestPki.Issued leaf = TestPki.leaf(root, HOST);
    NativeProvider provider = new NativeProvider("test");
    var shown = provider.credential(List.of(leaf.certificate()), leaf.keys().getPrivate(), null);
    var context =
        provider.server(
            new ServerSettings(
                TlsVersion.TLS_1_2,
                List.of(),
                ClientAuth.NONE,
                new TicketKeys(List.of(new byte[TicketKeys.KEY_BYTES])),
                null));
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted
                        .pipeline()
                        .addLast(
                            new Sizes(),
                            context.newHandler(accepted, shown, HOST, writing(accepted, length)));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    try (SSLSocket socket = connect(server)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.setEnabledCipherSuites(
          new String[] {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
      socket.startHandshake();
      assertThat(socket.getInputStream().readNBytes(1 + length)).hasSize(1 + length);
      assertThat(written).hasSize(1);
      assertThat(written.element()).isEqualTo(sizeOf(length, version));
    }
    server.close().sync();
    context.close();
  }

  /** In records of a connection's beginning, which {@link RecordSizes} has small. */
  private static int sizeOf(int length, String version) {
    int largest = new RecordSizes().recordSize();
    int records = (length + largest - 1) / largest;
    int sealed = version.equals("TLSv1.3") ? TYPE_BYTES + TAG_BYTES : NONCE_BYTES + TAG_BYTES;
    return length + records * (HEADER_BYTES + sealed);
  }

  private HandshakeListener writing(Channel accepted, int length) {
    return new HandshakeListener() {
      @Override
      public void completed(TlsSession session) {
        accepted.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]), accepted.voidPromise());
        written.clear();
        accepted.writeAndFlush(Unpooled.wrappedBuffer(new byte[length]), accepted.voidPromise());
      }

      @Override
      public void failed(TlsFailure failure) {
        accepted.close();
      }
    };
  }
}
