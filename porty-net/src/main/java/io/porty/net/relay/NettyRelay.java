package io.porty.net.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.FastThreadLocal;
import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Relay;
import io.porty.net.conduit.ChannelConduit;
import io.porty.net.diagnostics.InternalErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Joins Netty channels. Thread-safe; each pair runs on the event loop of its channels. */
public final class NettyRelay implements Relay {

  private final RelayShared shared;

  /** Of each event loop, by idle timeout. */
  private final FastThreadLocal<Map<Duration, IdleScanner>> scanners =
      new FastThreadLocal<>() {
        @Override
        protected Map<Duration, IdleScanner> initialValue() {
          return new HashMap<>();
        }
      };

  /**
   * @param shortOfMemory whether write buffers should be small; called for each read
   */
  public NettyRelay(BooleanSupplier shortOfMemory, InternalErrors errors) {
    this.shared = new RelayShared(new PipeLimiter(), shortOfMemory, errors);
  }

  @Override
  public void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end) {
    IdleScanner scanner =
        scanners
            .get()
            .computeIfAbsent(idle, timeout -> new IdleScanner(client.eventLoop(), timeout));
    ChannelConduit clientConduit = new ChannelConduit(client);
    ChannelConduit upstreamConduit = new ChannelConduit(upstream);
    new RelayPair(clientConduit, upstreamConduit, scanner, shared, end)
        .start(fromClient, fromUpstream);
  }

  @Override
  public @Nullable BulkMove moveBulk(Conduit from, Conduit to, BulkMove.Listener listener) {
    return Splice.between(from, to, shared.pipes(), listener);
  }

  /** Describes a relayed client connection; empty for others. On its event loop. */
  public static Optional<ConnectionSnapshot> describe(Channel client) {
    return Optional.ofNullable(client.pipeline().get(RelaySide.class)).map(RelaySide::snapshot);
  }
}
