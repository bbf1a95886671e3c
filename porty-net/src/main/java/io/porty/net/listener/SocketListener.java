package io.porty.net.listener;

import io.netty.channel.Channel;
import io.porty.api.listener.Listener;
import java.util.List;

/** A listener whose sockets are those of its {@link Acceptors}. */
abstract class SocketListener implements Listener {

  final Acceptors acceptors;

  SocketListener(Acceptors acceptors) {
    this.acceptors = acceptors;
  }

  @Override
  public final void pause() {
    acceptors.pause();
  }

  @Override
  public final void resume() {
    acceptors.resume();
  }

  @Override
  public final List<Channel> sockets() {
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
