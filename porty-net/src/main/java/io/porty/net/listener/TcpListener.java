package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** Listens on a TCP port. */
public final class TcpListener implements Listener, BacklogDraining {

  private final ListenerContext context;
  private final Acceptors acceptors;

  public TcpListener(ListenerContext context) {
    this.context = context;
    this.acceptors = new Acceptors(context);
  }

  @Override
  public SocketAddress bind() throws IOException {
    InetSocketAddress address = new InetSocketAddress(context.address(), context.port());
    List<ServerBootstrap> inherited = context.inherited();
    if (!inherited.isEmpty()) {
      acceptors.adopt(inherited);
      return address;
    }
    SocketAddress bound = address;
    for (ServerBootstrap bootstrap : context.bootstraps()) {
      bound = acceptors.bind(bootstrap, address);
      if (address.getPort() == 0) { // the others share the free port of the first
        int port = ((InetSocketAddress) bound).getPort();
        address = new InetSocketAddress(context.address(), port);
      }
    }
    return bound;
  }

  @Override
  public void pause() {
    acceptors.pause();
  }

  @Override
  public void resume() {
    acceptors.resume();
  }

  @Override
  public List<Channel> sockets() {
    return acceptors.servers();
  }

  @Override
  public void handedOver() {
    acceptors.handedOver();
  }

  @Override
  public void close() {
    acceptors.close();
  }

  @Override
  public void closeAfterBacklog() {
    acceptors.closeAfterBacklog();
  }
}
