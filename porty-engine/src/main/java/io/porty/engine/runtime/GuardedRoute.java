package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.ClientCertPolicy;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoints;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.Route;
import io.porty.api.mode.RouteMeter;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.plugin.PluginGuard;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route for a third-party mode: an exception in a dial callback closes that client's connection,
 * and the mode can read only the configuration keys that it has declared.
 */
record GuardedRoute(RouteRuntime route, Settings settings, PluginGuard guard) implements Route {

  @Override
  public RouteInfo facts() {
    return route.facts();
  }

  @Override
  public ClientCertPolicy clientCertPolicy() {
    return route.clientCertPolicy();
  }

  @Override
  public <R extends RouteRequest> Router<R> router(Class<R> requestType) {
    return route.router(requestType);
  }

  @Override
  public Dialer dialer() {
    return guarded(route.dialer());
  }

  @Override
  public Dialer dialer(String applicationProtocol) {
    return guarded(route.dialer(applicationProtocol));
  }

  private Dialer guarded(Dialer dialer) {
    return new Guarded(dialer, guard, ", on route " + route.facts().name());
  }

  @Override
  public Endpoints endpoints() {
    return route.endpoints();
  }

  @Override
  public AccessLog log() {
    return route.log();
  }

  @Override
  public LogLevel logLevel() {
    return route.logLevel();
  }

  @Override
  public boolean isRecorded() {
    return route.isRecorded();
  }

  @Override
  public FaultReporter faults() {
    String route = route().facts().name();
    return (where, cause) -> guard.logFailure("failed in " + where + ", on route " + route, cause);
  }

  @Override
  public RouteMeter meter(EventLoop loop) {
    return route.meter(loop);
  }

  @Override
  public List<String> loggedFields() {
    return route.loggedFields();
  }

  @Override
  public Duration timeout() {
    return route.timeout();
  }

  @Override
  public int bufferBytes() {
    return route.bufferBytes();
  }

  /** A dialer that calls its listeners through the guard. */
  private record Guarded(Dialer dialer, PluginGuard guard, String location) implements Dialer {

    @Override
    public boolean namesClient() {
      return dialer.namesClient();
    }

    @Override
    public Attempt dial(Target target, EventLoop loop, Listener listener) {
      return dialer.dial(target, loop, new GuardedDialListener(listener, null, guard, location));
    }

    @Override
    public Attempt dialOnce(Target target, EventLoop loop, Listener listener) {
      return dialer.dialOnce(
          target, loop, new GuardedDialListener(listener, null, guard, location));
    }

    @Override
    public Attempt dial(DialRequest request, EventLoop loop, Listener listener) {
      return dialer.dial(
          request, loop, new GuardedDialListener(listener, request.client(), guard, location));
    }

    @Override
    public Attempt dialOnce(DialRequest request, EventLoop loop, Listener listener) {
      return dialer.dialOnce(
          request, loop, new GuardedDialListener(listener, request.client(), guard, location));
    }
  }

  private record GuardedDialListener(
      Dialer.Listener listener, @Nullable Channel client, PluginGuard guard, String location)
      implements Dialer.Listener {

    @Override
    public void connected(Channel upstream) {
      if (!guard.tryRun("connected()", location, () -> listener.connected(upstream))) {
        upstream.close();
        closeClient();
      }
    }

    @Override
    public void failed(Failure failure) {
      if (!guard.tryRun("failed()", location, () -> listener.failed(failure))) {
        closeClient();
      }
    }

    private void closeClient() {
      if (client != null) {
        client.close();
      }
    }
  }
}
