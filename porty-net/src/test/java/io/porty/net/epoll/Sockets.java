package io.porty.net.epoll;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Whose channels a test runs over. */
enum Sockets {
  PORTY {
    @Override
    IoHandlerFactory handler() {
      return CoalescingEpollHandler.factory();
    }

    @Override
    ServerChannel server() {
      return new EpollTcpServerChannel();
    }

    @Override
    Channel client(InetAddress to) {
      return EpollTcpChannel.open(to);
    }

    @Override
    ServerChannel adopt(int descriptor) {
      return new EpollTcpServerChannel(descriptor);
    }
  },
  NETTY {
    @Override
    IoHandlerFactory handler() {
      return EpollIoHandler.newFactory();
    }

    @Override
    ServerChannel server() {
      return new EpollServerSocketChannel();
    }

    @Override
    Channel client(InetAddress to) {
      return new EpollSocketChannel(
          to instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    @Override
    ServerChannel adopt(int descriptor) {
      return new EpollServerSocketChannel(descriptor);
    }
  };

  abstract IoHandlerFactory handler();

  abstract ServerChannel server();

  abstract Channel client(InetAddress to);

  abstract ServerChannel adopt(int descriptor);
}
