package io.porty.net.epoll;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Porty's channels and Netty's do alike; {@link EpollTcpDifferencesTest} has the rest. */
@ParameterizedClass(name = "{0}")
@EnumSource(Sockets.class)
class EpollTcpChannelTest {

  @Parameter Sockets sockets;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @BeforeAll
  static void onLinux() {
    assumeTrue(Epoll.isAvailable(), "these are the sockets of Linux");
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      Wire.Seen seen = new Wire.Seen();
      reading(channel, seen);
      client.getOutputStream().write("hello".getBytes(ISO_8859_1));
      await().until(() -> seen.text().equals("hello"));
      channel.writeAndFlush(Unpooled.copiedBuffer("world", ISO_8859_1));
      assertThat(new String(client.getInputStream().readNBytes(5), ISO_8859_1)).isEqualTo("world");
      assertThat(channel.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
      assertThat(channel.localAddress()).isEqualTo(client.getRemoteSocketAddress());
    }
  }

  @Test
  void connectsByIpv6() throws Exception {
    try (Wire wire = new Wire(sockets, "::1")) {
      InetAddress to = wire.address().getAddress();
      Channel channel =
          wire.connect(to, wire.address().getPort(), 5000, new ChannelInboundHandlerAdapter())
              .sync()
              .channel();
      Channel accepted = wire.next();
      assertThat(accepted.remoteAddress()).isEqualTo(channel.localAddress());
      assertThat(channel.remoteAddress()).isEqualTo(wire.address());
    }
  }

  @Test
  void refusedConnectionFailsAndLeavesNoDescriptor() throws Exception {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
      nobody = closed.getLocalPort();
    }
    try (Wire wire = new Wire(sockets)) {
      ChannelFuture future =
          wire.connect(LOOPBACK, nobody, 5000, new ChannelInboundHandlerAdapter()).await();
      assertThat(future.cause()).isInstanceOf(ConnectException.class);
      await().until(() -> !future.channel().isOpen());
    }
  }

  @Test
  void connectionThatIsNotAnsweredTimesOut() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (Wire wire = new Wire(sockets);
        ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      for (int i = 0; i < 8; i++) {
        SocketChannel one = SocketChannel.open();
        one.configureBlocking(false);
        one.connect(full.getLocalSocketAddress());
        crowd.add(one);
      }
      ChannelFuture future =
          wire.connect(LOOPBACK, full.getLocalPort(), 200, new ChannelInboundHandlerAdapter())
              .await();
      assertThat(future.cause()).isInstanceOf(ConnectTimeoutException.class);
      await().until(() -> !future.channel().isOpen());
    } finally {
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void closingWhileConnectingFailsTheConnection() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (Wire wire = new Wire(sockets);
        ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      for (int i = 0; i < 8; i++) {
        SocketChannel one = SocketChannel.open();
        one.configureBlocking(false);
        one.connect(full.getLocalSocketAddress());
        crowd.add(one);
      }
      ChannelFuture future =
          wire.connect(LOOPBACK, full.getLocalPort(), 20_000, new ChannelInboundHandlerAdapter());
      future.channel().close().sync();
      assertThat(future.await().isSuccess()).isFalse();
    } finally {
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void writesEveryKindOfBufferInOrder(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("region"), "REGION");
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 700; i++) {
        String piece = "<" + i + ">";
        expected.append(piece);
        channel.write(buffer(i % 5, piece));
      }
      channel.write(new DefaultFileRegion(file.toFile(), 0, 6));
      expected.append("REGION");
      channel.write(buffer(3, ""));
      channel.write(buffer(1, "after it"));
      expected.append("after it");
      channel.flush();
      assertThat(new String(client.getInputStream().readNBytes(expected.length()), ISO_8859_1))
          .isEqualTo(expected.toString());
    }
  }

  private static ByteBuf buffer(int kind, String text) {
    ByteBuf heap = Unpooled.copiedBuffer(text, ISO_8859_1);
    return switch (kind) {
      case 0 -> heap;
      case 1 -> Unpooled.directBuffer().writeBytes(heap);
      case 2 ->
          Unpooled.wrappedBuffer(
              Unpooled.directBuffer().writeBytes(heap, 1),
              Unpooled.directBuffer().writeBytes(heap));
      case 3 -> Unpooled.EMPTY_BUFFER.equals(heap) ? Unpooled.EMPTY_BUFFER : heap;
      default -> Unpooled.directBuffer().writeBytes(heap).asReadOnly();
    };
  }

  @Test
  void goesOnWritingWhenTheOtherSideReadsAgain() throws Exception {
    byte[] much = new byte[20 << 20];
    new Random(7).nextBytes(much);
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      ChannelFuture written = null;
      for (int at = 0; at < much.length; at += 64 << 10) {
        written = channel.write(Unpooled.wrappedBuffer(much, at, 64 << 10));
      }
      channel.flush();
      assertThat(written.isDone()).isFalse();
      InputStream in = client.getInputStream();
      assertThat(in.readNBytes(much.length)).isEqualTo(much);
      written.sync();
    }
  }

  @Test
  void closingBehindAFlushLosesNothing() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel
          .eventLoop()
          .submit(
              () -> {
                channel.writeAndFlush(Unpooled.copiedBuffer("last ", ISO_8859_1));
                channel.writeAndFlush(Unpooled.copiedBuffer("words", ISO_8859_1));
                channel.close();
              })
          .sync();
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
          .isEqualTo("last words");
    }
  }

  @Test
  void endingTheOutputBehindAFlushLosesNothing() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel
          .eventLoop()
          .submit(
              () -> {
                channel.writeAndFlush(Unpooled.copiedBuffer("last words", ISO_8859_1));
                ((DuplexChannel) channel).shutdownOutput();
              })
          .sync();
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
          .isEqualTo("last words");
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void mixesLittleAndMuchInOrder() throws Exception {
    byte[] much = new byte[100_000];
    new Random(3).nextBytes(much);
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel
          .eventLoop()
          .submit(
              () -> {
                channel.writeAndFlush(Unpooled.copiedBuffer("little", ISO_8859_1));
                channel.writeAndFlush(Unpooled.wrappedBuffer(much));
                channel.writeAndFlush(Unpooled.copiedBuffer("again", ISO_8859_1));
                channel.close();
              })
          .sync();
      InputStream in = client.getInputStream();
      assertThat(new String(in.readNBytes(6), ISO_8859_1)).isEqualTo("little");
      assertThat(in.readNBytes(much.length)).isEqualTo(much);
      assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo("again");
    }
  }

  @Test
  void noticesTheEndThoughReadingIsOff() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
      client.close();
      channel.closeFuture().await(10_000);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void endOfInputLeavesTheOutputOpenIfThatIsAllowed() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      Wire.Seen seen = new Wire.Seen();
      reading(channel, seen);
      client.getOutputStream().write("question".getBytes(ISO_8859_1));
      client.shutdownOutput();
      await().untilAsserted(() -> assertThat(seen.events).hasSize(2));
      assertThat(seen.events)
          .containsExactly("ChannelInputShutdownEvent", "ChannelInputShutdownReadComplete");
      assertThat(seen.text()).isEqualTo("question");
      assertThat(((DuplexChannel) channel).isInputShutdown()).isTrue();
      channel.writeAndFlush(Unpooled.copiedBuffer("answer", ISO_8859_1)).sync();
      ((DuplexChannel) channel).shutdownOutput().sync();
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
          .isEqualTo("answer");
    }
  }

  @Test
  void resetIsToldAfterWhatWasSentBefore() throws Exception {
    try (Wire wire = new Wire(sockets)) {
      Socket client = wire.client();
      Channel channel = wire.next();
      Wire.Seen seen = new Wire.Seen();
      reading(channel, seen);
      client.getOutputStream().write("last words".getBytes(ISO_8859_1));
      await().until(() -> seen.text().equals("last words"));
      client.setSoLinger(true, 0);
      client.close();
      await().until(() -> !channel.isOpen());
      await().until(() -> seen.events.contains("inactive"));
      assertThat(seen.events).containsExactly("IOException", "inactive");
    }
  }

  /** The kernel reports it again and again: unless it closes, the event loop would never rest. */
  @Test
  void lingerOfZeroResets() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close().sync();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void lingerWaitsElsewhereThanOnTheLoop() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      channel.config().setOption(ChannelOption.SO_LINGER, 5);
      channel.writeAndFlush(Unpooled.copiedBuffer("bye", ISO_8859_1));
      channel.close();
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1)).isEqualTo("bye");
      channel.closeFuture().sync();
    }
  }

  @Test
  void optionsThatASocketDoesNotHaveAreNotTaken() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      assertThat(channel.config().setOption(ChannelOption.SO_BROADCAST, true)).isFalse();
      assertThat(channel.config().setOption(ChannelOption.SO_RCVBUF, 32_768)).isTrue();
      assertThat(channel.config().getOptions())
          .containsEntry(ChannelOption.ALLOW_HALF_CLOSURE, false)
          .containsKey(ChannelOption.SO_RCVBUF);
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void takesOverASocketThatListens() throws Exception {
    try (Wire wire = new Wire(sockets)) {
      InetSocketAddress at = wire.address();
      assertThat(((UnixChannel) wire.server).fd().isOpen()).isTrue();
      ServerChannel heir = sockets.adopt(((UnixChannel) wire.server).fd().intValue());
      assertThat(heir.isActive()).isTrue();
      assertThat(heir.localAddress()).isEqualTo(at);
    }
  }

  static void reading(Channel channel, Wire.Seen seen) throws Exception {
    // On the loop: a handler that is added elsewhere misses what comes before its turn.
    channel
        .eventLoop()
        .submit(
            () -> {
              channel.pipeline().addLast(seen);
              channel.config().setAutoRead(true);
            })
        .sync();
  }
}
