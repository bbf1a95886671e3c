package io.porty.engine.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.mode.Relay;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The relay that modes are given. */
public final class NettyRelay implements Relay {

  private final PipeBudget pipes = new PipeBudget();

  @Override
  public void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end) {
    new Joint(client, upstream, idle, pipes, end).start(fromClient, fromUpstream);
  }
}
