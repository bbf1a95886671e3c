package io.porty.net.epoll;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;

/** Bootstraps of Porty's channels for Netty's tests: with each other, and with the JDK's. */
final class PortyChannels {

  private static final EventLoopGroup EPOLL =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("suite-porty", true), CoalescingEpollHandler.factory());
  private static final EventLoopGroup NIO =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("suite-nio", true), NioIoHandler.newFactory());

  static final List<BootstrapFactory<Bootstrap>> CLIENTS = List.of(PortyChannels::client);
  static final List<BootstrapFactory<ServerBootstrap>> SERVERS = List.of(PortyChannels::server);

  static final List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> PAIRS =
      List.of(
          pair(PortyChannels::server, PortyChannels::client),
          pair(PortyChannels::server, PortyChannels::nioClient),
          pair(PortyChannels::nioServer, PortyChannels::client));

  private static ServerBootstrap server() {
    return new ServerBootstrap().group(EPOLL).channel(EpollTcpServerChannel.class);
  }

  private static Bootstrap client() {
    return new Bootstrap()
        .group(EPOLL)
        .channelFactory(() -> EpollTcpChannel.open(NetUtil.LOCALHOST));
  }

  private static ServerBootstrap nioServer() {
    return new ServerBootstrap().group(NIO).channel(NioServerSocketChannel.class);
  }

  private static Bootstrap nioClient() {
    return new Bootstrap().group(NIO).channel(NioSocketChannel.class);
  }

  private static BootstrapComboFactory<ServerBootstrap, Bootstrap> pair(
      BootstrapFactory<ServerBootstrap> server, BootstrapFactory<Bootstrap> client) {
    return new BootstrapComboFactory<>() {
      @Override
      public ServerBootstrap newServerInstance() {
        return server.newInstance();
      }

      @Override
      public Bootstrap newClientInstance() {
        return client.newInstance();
      }
    };
  }

  private PortyChannels() {}
}
