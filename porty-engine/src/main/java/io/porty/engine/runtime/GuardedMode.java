package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.porty.api.Failure;
import io.porty.api.Lifecycle;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Mode;
import io.porty.api.mode.Route;
import io.porty.api.route.RouteRequest;
import io.porty.engine.plugin.PluginGuard;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's mode behind its fence: whatever it does wrong ends one client's connection at most,
 * and is said with the plugin's name. On the event loops, as the mode itself.
 */
final class GuardedMode implements Mode {

  /** As every other step of a plugin's life. */
  private static final long CLOSE_MILLIS = Lifecycle.DEADLINE_SECONDS * 1000L;

  private static final String LAST = "last-handler";

  /** The relay's handler, which looks after its channel itself. */
  private static final String RELAY = "relay";

  private final Mode mode;
  private final PluginGuard fence;
  private final String at;
  private final @Nullable UnhandledExceptionHandler last;

  /**
   * @param place where it serves, for messages: {@code 0.0.0.0:80}
   */
  GuardedMode(Mode mode, PluginGuard fence, String place) {
    this.at = ", at " + place;
    this.mode = mode;
    this.fence = fence;
    this.last = fence.stranger() == null ? null : new UnhandledExceptionHandler(fence, at);
  }

  /** For a mode of the same plugin that hands a client over, and may know its own kind. */
  Mode unfenced() {
    return mode;
  }

  @Override
  public void accept(Channel client) {
    if (!guard("accept()", () -> mode.accept(client))) {
      client.close();
      return;
    }
    ChannelPipeline pipeline = client.pipeline();
    if (last != null && client.isOpen() && pipeline.get(RELAY) == null) {
      pipeline.addLast(LAST, last);
    }
  }

  private boolean guard(String method, PluginGuard.Step step) {
    return fence.guard(method, at, step);
  }

  @Override
  public void refuse(Channel client, Failure why) {
    if (!guard("refuse()", () -> mode.refuse(client, why))) {
      client.close();
    }
  }

  @Override
  public void drain(Channel client) {
    guard("drain()", () -> mode.drain(client));
  }

  @Override
  public void migrate(Channel client, ConnectionMigration to) {
    guard("migrate()", () -> mode.migrate(client, to));
  }

  @Override
  public void makeRoom() {
    guard("makeRoom()", mode::makeRoom);
  }

  @Override
  public void makeRoom(Predicate<Channel> whose, BooleanSupplier wanted) {
    guard("makeRoom()", () -> mode.makeRoom(whose, wanted));
  }

  @Override
  @SuppressWarnings("OptionalAssignedToNull") // a plugin may
  public Optional<ConnectionSnapshot> describe(Channel client) {
    try {
      Optional<ConnectionSnapshot> look = mode.describe(client);
      if (look != null) {
        return look;
      }
      fence.blame("answered null in describe()" + at, null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      fence.blame("failed in describe()" + at, e);
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
