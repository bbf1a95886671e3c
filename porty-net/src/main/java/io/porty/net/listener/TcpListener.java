package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;

/** Listens on a TCP port. */
public final class TcpListener implements Listener {

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
    List<ServerBootstrap> bootstraps = context.bootstraps();
    if (bootstraps.size() > 1) {
      refuseToShare(address);
    }
    SocketAddress bound = address;
    for (ServerBootstrap bootstrap : bootstraps) {
      bound = acceptors.bind(bootstrap, address);
    }
    return bound;
  }

  /**
   * Sockets that share a port would also share it with another Porty, which nobody asked for. One
   * that is bound but does not listen finds out, and takes no client that comes just then.
   */
  private static void refuseToShare(InetSocketAddress address) throws IOException {
    try (Socket alone = new Socket()) {
      alone.setReuseAddress(true);
      alone.bind(address);
    }
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
}
