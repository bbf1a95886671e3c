package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
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
 * A route as a stranger's mode sees it: what the mode does wrong when it hears of its backend ends
 * that client's connection, and it reads the keys that it has declared.
 */
record GuardedRoute(RouteRuntime route, Settings settings, PluginGuard fence) implements Route {

  @Override
  public RouteInfo facts() {
    return route.facts();
  }

  @Override
  public <R extends RouteRequest> Router<R> router(Class<R> requestType) {
    return route.router(requestType);
  }

  @Override
  public Dialer dialer() {
    return new Fenced(route.dialer(), fence, ", on route " + route.facts().name());
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
    return (where, cause) -> fence.blame("failed in " + where + ", on route " + route, cause);
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

  /** A dialer whose listeners are fenced. */
  private record Fenced(Dialer dialer, PluginGuard fence, String at) implements Dialer {

    @Override
    public Attempt dial(Target target, EventLoop loop, Listener listener) {
      return dialer.dial(target, loop, new Hearing(listener, null, fence, at));
    }

    @Override
    public Attempt dialOnce(Target target, EventLoop loop, Listener listener) {
      return dialer.dialOnce(target, loop, new Hearing(listener, null, fence, at));
    }

    @Override
    public Attempt dial(DialRequest request, EventLoop loop, Listener listener) {
      return dialer.dial(request, loop, new Hearing(listener, request.client(), fence, at));
    }

    @Override
    public Attempt dialOnce(DialRequest request, EventLoop loop, Listener listener) {
      return dialer.dialOnce(request, loop, new Hearing(listener, request.client(), fence, at));
    }
  }

  private record Hearing(
      Dialer.Listener listener, @Nullable Channel client, PluginGuard fence, String at)
      implements Dialer.Listener {

    @Override
    public void connected(Channel upstream) {
      if (!fence.guard("connected()", at, () -> listener.connected(upstream))) {
        upstream.close();
        closeClient();
      }
    }

    @Override
    public void failed(Failure failure) {
      if (!fence.guard("failed()", at, () -> listener.failed(failure))) {
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
