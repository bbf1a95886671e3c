package io.porty.engine.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.mode.Relay;
import io.porty.engine.plugin.PluginGuard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The relay for a stranger's mode: what it does wrong when it hears of the end is said. */
record GuardedRelay(Relay relay, PluginGuard fence) implements Relay {

  @Override
  public void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end) {
    relay.join(client, fromClient, upstream, fromUpstream, idle, new Fenced(end, fence));
  }

  private record Fenced(End end, PluginGuard fence) implements End {

    @Override
    public void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
      fence.guard("ended()", () -> end.ended(bytesToUpstream, bytesToClient, failure));
    }

    @Override
    public void firstByte() {
      fence.guard("firstByte()", end::firstByte);
    }

    @Override
    public String target() {
      String[] at = {""};
      fence.guard("target()", () -> at[0] = String.valueOf(end.target()));
      return at[0];
    }
  }
}
