package io.porty.engine.generation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.porty.api.Failure;
import io.porty.api.Lifecycle;
import io.porty.api.mode.ClientLook;
import io.porty.api.mode.Mode;
import io.porty.api.mode.Route;
import io.porty.api.route.RouteRequest;
import io.porty.engine.plugin.Fence;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's mode behind its fence: whatever it does wrong ends one client's connection at most,
 * and is said with the plugin's name. On the event loops, as the mode itself.
 */
final class FencedMode implements Mode {

  /** As every other step of a plugin's life. */
  private static final long CLOSE_MILLIS = Lifecycle.DEADLINE_SECONDS * 1000L;

  private static final String LAST = "last-handler";

  /** The relay's handler, which looks after its channel itself. */
  private static final String RELAY = "relay";

  private final Mode mode;
  private final Fence fence;
  private final @Nullable LastHandler last;

  FencedMode(Mode mode, Fence fence) {
    this.mode = mode;
    this.fence = fence;
    this.last = fence.stranger() == null ? null : new LastHandler(fence);
  }

  /** For a mode of the same plugin that hands a client over, and may know its own kind. */
  Mode unfenced() {
    return mode;
  }

  @Override
  public void accept(Channel client) {
    if (!fence.guard("accept()", () -> mode.accept(client))) {
      client.close();
      return;
    }
    ChannelPipeline pipeline = client.pipeline();
    if (last != null && client.isOpen() && pipeline.get(RELAY) == null) {
      pipeline.addLast(LAST, last);
    }
  }

  @Override
  public void refuse(Channel client, Failure why) {
    if (!fence.guard("refuse()", () -> mode.refuse(client, why))) {
      client.close();
    }
  }

  @Override
  public void drain(Channel client) {
    fence.guard("drain()", () -> mode.drain(client));
  }

  @Override
  public void handOver(Channel client, Handover to) {
    fence.guard("handOver()", () -> mode.handOver(client, to));
  }

  @Override
  public void makeRoom() {
    fence.guard("makeRoom()", mode::makeRoom);
  }

  @Override
  public void makeRoom(Predicate<Channel> whose, BooleanSupplier wanted) {
    fence.guard("makeRoom()", () -> mode.makeRoom(whose, wanted));
  }

  @Override
  @SuppressWarnings("OptionalAssignedToNull") // a plugin may
  public Optional<ClientLook> look(Channel client) {
    try {
      Optional<ClientLook> look = mode.look(client);
      if (look != null) {
        return look;
      }
      fence.blame("answered null in look()", null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      fence.blame("failed in look()", e);
    }
    return Optional.empty();
  }

  /**
   * @throws io.porty.engine.plugin.PluginFault if it cannot say
   */
  @Override
  public Optional<Route> routeFor(RouteRequest request) {
    return fence.ask("routeFor()", () -> mode.routeFor(request));
  }

  /** On a thread that may wait, and has to go on. */
  @Override
  public void close() {
    fence.end("close()", mode::close, CLOSE_MILLIS);
  }
}
