package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;

/** A plugin's router factory behind its fence: what it declares was read once. */
final class DeclaredRouter<R extends RouteRequest> implements RouterFactory<R> {

  private final RouterFactory<R> factory;
  private final PluginGuard fence;
  private final String name;
  private final Class<R> requestType;
  private final List<Key<?>> keys;
  private final boolean clientChooses;

  DeclaredRouter(RouterFactory<R> factory, String name, PluginGuard fence) {
    Declaration declared = new Declaration(fence);
    this.factory = factory;
    this.fence = fence;
    this.name = name;
    this.requestType = declared.value("requestType()", factory::requestType);
    this.keys = declared.keys(factory::keys);
    this.clientChooses = declared.value("clientChoosesTarget()", factory::clientChoosesTarget);
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
    return clientChooses;
  }

  @Override
  public Router<R> create(Settings settings, Context context) {
    return fence.ask("create()", () -> factory.create(settings, context));
  }
}
