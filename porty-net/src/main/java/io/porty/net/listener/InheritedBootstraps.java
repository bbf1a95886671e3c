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
   * @param fresh a bootstrap of a group, without a channel
   */
  public static List<ServerBootstrap> bootstraps(
      InheritedSockets inheritance,
      Transport transport,
      SocketAddress address,
      boolean isUnix,
      EventLoopGroup all,
      List<? extends EventLoopGroup> groups,
      Function<EventLoopGroup, ServerBootstrap> fresh)
      throws IOException {
    List<Integer> descriptors = inheritance.take(address);
    List<ServerBootstrap> each = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      ServerChannel channel = transport.adopt(descriptors.get(i), isUnix);
      EventLoopGroup group = descriptors.size() == 1 ? all : groups.get(i % groups.size());
      each.add(fresh.apply(group).channelFactory(() -> channel));
    }
    return each;
  }

  private InheritedBootstraps() {}
}
