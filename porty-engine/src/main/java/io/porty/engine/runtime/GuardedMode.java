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
 * Calls a plugin's mode through its {@link PluginGuard}: a failure closes at most one client's
 * connection and is logged with the plugin's name. Runs on the event loops, as the mode does.
 */
final class GuardedMode implements Mode {

  /** The time limit of every lifecycle method of a plugin. */
  private static final long CLOSE_MILLIS = Lifecycle.DEADLINE_SECONDS * 1000L;

  private static final String LAST_HANDLER = "last-handler";

  /** Name of the relay's handler, which handles exceptions of its channel itself. */
  private static final String RELAY = "relay";

  private final Mode mode;
  private final PluginGuard guard;
  private final String location;
  private final @Nullable UnhandledExceptionHandler lastHandler;

  /**
   * @param place the listening address, for messages: {@code 0.0.0.0:80}
   */
  GuardedMode(Mode mode, PluginGuard guard, String place) {
    this.location = ", at " + place;
    this.mode = mode;
    this.guard = guard;
    this.lastHandler =
        guard.pluginLoader() == null ? null : new UnhandledExceptionHandler(guard, location);
  }

  /** The plugin's own object, for a mode of the same class that migrates a connection to it. */
  Mode delegate() {
    return mode;
  }

  @Override
  public void accept(Channel client) {
    if (!tryRun("accept()", () -> mode.accept(client))) {
      client.close();
      return;
    }
    ChannelPipeline pipeline = client.pipeline();
    if (lastHandler != null && client.isOpen() && pipeline.get(RELAY) == null) {
      pipeline.addLast(LAST_HANDLER, lastHandler);
    }
  }

  private boolean tryRun(String method, PluginGuard.Action step) {
    return guard.tryRun(method, location, step);
  }

  @Override
  public void refuse(Channel client, Failure why) {
    if (!tryRun("refuse()", () -> mode.refuse(client, why))) {
      client.close();
    }
  }

  @Override
  public void drain(Channel client) {
    tryRun("drain()", () -> mode.drain(client));
  }

  @Override
  public void migrate(Channel client, ConnectionMigration to) {
    tryRun("migrate()", () -> mode.migrate(client, to));
  }

  @Override
  public void evictIdle() {
    tryRun("evictIdle()", mode::evictIdle);
  }

  @Override
  public void evictIdle(Predicate<Channel> candidates, BooleanSupplier requested) {
    tryRun("evictIdle()", () -> mode.evictIdle(candidates, requested));
  }

  @Override
  @SuppressWarnings("OptionalAssignedToNull") // a plugin may
  public Optional<ConnectionSnapshot> describe(Channel client) {
    try {
      Optional<ConnectionSnapshot> snapshot = mode.describe(client);
      if (snapshot != null) {
        return snapshot;
      }
      guard.logFailure("returned null in describe()" + location, null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      guard.logFailure("failed in describe()" + location, e);
    }
    return Optional.empty();
  }

  /**
   * @throws io.porty.engine.plugin.PluginFault if the mode fails
   */
  @Override
  public Optional<Route> routeFor(RouteRequest request) {
    return guard.require("routeFor()", () -> mode.routeFor(request));
  }

  /** Called on a thread for blocking work; returns after the time limit even if the mode hangs. */
  @Override
  public void close() {
    guard.tryRunWithTimeout("close()", mode::close, CLOSE_MILLIS);
  }
}
