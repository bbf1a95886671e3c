package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.api.route.ServerNameRule;
import java.util.List;

/** A plugin's router factory: its declarations as read once, its calls through the guard. */
final class DeclaredRouter<R extends RouteRequest> implements RouterFactory<R> {

  private final RouterFactory<R> factory;
  private final PluginGuard guard;
  private final String name;
  private final Class<R> requestType;
  private final List<Key<?>> keys;
  private final boolean clientChoosesTarget;

  DeclaredRouter(RouterFactory<R> factory, String name, PluginGuard guard) {
    Declaration declared = new Declaration(guard);
    this.factory = factory;
    this.guard = guard;
    this.name = name;
    this.requestType = declared.value("requestType()", factory::requestType);
    this.keys = declared.keys(factory::keys);
    this.clientChoosesTarget =
        declared.value("clientChoosesTarget()", factory::clientChoosesTarget);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<R> requestType() {
    return requestType;
  }

  @Override
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public boolean clientChoosesTarget() {
    return clientChoosesTarget;
  }

  @Override
  public List<ServerNameRule> serverNames(Settings settings) {
    return guard.require("serverNames()", () -> List.copyOf(factory.serverNames(settings)));
  }

  @Override
  public Router<R> create(Settings settings, Context context) {
    return guard.require("create()", () -> factory.create(settings, context));
  }
}
