package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.porty.api.listener.ListenerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** Listens on a TCP port. */
public final class TcpListener extends SocketListener implements BacklogDraining {

  private final ListenerContext context;

  public TcpListener(ListenerContext context) {
    super(new Acceptors(context));
    this.context = context;
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
  public void closeAfterBacklog() {
    acceptors.closeAfterBacklog();
  }
}
