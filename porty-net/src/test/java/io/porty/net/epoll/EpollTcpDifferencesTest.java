package io.porty.net.epoll;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Porty's channels do and Netty's epoll channels, of the same version, do not. */
class EpollTcpDifferencesTest {

  private static final Sockets sockets = Sockets.PORTY;

  @BeforeAll
  static void onLinux() {
    assumeTrue(Epoll.isAvailable(), "these are the sockets of Linux");
  }

  /**
   * Netty sets options of each accepted channel; here the kernel hands them down from the listener.
   */
  @Test
  void acceptedConnectionsInheritNoDelayAndKeepAlive() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
      assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
  }

  /** Netty reads what arrives before the event loop has seen that reading was switched off. */
  @Test
  void readsNothingWhileReadingIsOff() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      Wire.Seen seen = new Wire.Seen();
      channel.pipeline().addLast(seen);
      client.getOutputStream().write("early".getBytes(ISO_8859_1));
      channel.writeAndFlush(Unpooled.copiedBuffer("x", ISO_8859_1)).sync();
      client.getInputStream().read();
      assertThat(seen.text()).isEmpty();
      channel.config().setAutoRead(true);
      await().until(() -> seen.text().equals("early"));
      channel.config().setAutoRead(false);
      channel.eventLoop().submit(() -> {}).sync();
      client.getOutputStream().write("late".getBytes(ISO_8859_1));
      channel.eventLoop().submit(() -> {}).sync();
      channel.eventLoop().submit(() -> {}).sync();
      assertThat(seen.text()).isEqualTo("early");
      channel.config().setAutoRead(true);
      await().until(() -> seen.text().equals("earlylate"));
    }
  }

  /**
   * Netty takes a half-closed channel out of epoll and does not notice a reset
   * (docs/decisions/005).
   */
  @Test
  void resetAfterTheEndOfInputClosesToo() throws Exception {
    try (Wire wire = new Wire(sockets)) {
      Socket client = wire.client();
      Channel channel = wire.next();
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      Wire.Seen seen = new Wire.Seen();
      EpollTcpChannelTest.reading(channel, seen);
      client.shutdownOutput();
      await().untilAsserted(() -> assertThat(seen.events).hasSize(2));
      client.setSoLinger(true, 0);
      client.close();
      await().until(() -> !channel.isOpen());
      await().until(() -> seen.events.contains("inactive"));
      assertThat(seen.events).contains("IOException");
    }
  }
}
