package io.porty.engine.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.mode.Relay;
import io.porty.engine.plugin.PluginGuard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The relay for a third-party mode: exceptions of the mode's callbacks are logged. */
record GuardedRelay(Relay relay, PluginGuard guard) implements Relay {

  @Override
  public void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end) {
    relay.join(client, fromClient, upstream, fromUpstream, idle, new Guarded(end, guard));
  }

  private record Guarded(End end, PluginGuard guard) implements End {

    @Override
    public void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
      guard.tryRun("ended()", () -> end.ended(bytesToUpstream, bytesToClient, failure));
    }

    @Override
    public void firstByte() {
      guard.tryRun("firstByte()", end::firstByte);
    }

    @Override
    public String target() {
      String[] target = {""};
      guard.tryRun("target()", () -> target[0] = String.valueOf(end.target()));
      return target[0];
    }
  }
}
