package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.porty.net.transport.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Creates bootstraps for inherited listening sockets. */
public final class InheritedBootstraps {

  /**
   * @param groups the event loops that accept, in turn; a single socket uses {@code all}
   * @param newBootstrap a bootstrap of a group, without a channel
   */
  public static List<ServerBootstrap> bootstraps(
      InheritedSockets inherited,
      Transport transport,
      SocketAddress address,
      boolean isUnix,
      EventLoopGroup all,
      List<? extends EventLoopGroup> groups,
      Function<EventLoopGroup, ServerBootstrap> newBootstrap)
      throws IOException {
    List<Integer> descriptors = inherited.take(address);
    List<ServerBootstrap> bootstraps = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      ServerChannel channel = transport.adopt(descriptors.get(i), isUnix);
      EventLoopGroup group = descriptors.size() == 1 ? all : groups.get(i % groups.size());
      bootstraps.add(newBootstrap.apply(group).channelFactory(() -> channel));
    }
    return bootstraps;
  }

  private InheritedBootstraps() {}
}
