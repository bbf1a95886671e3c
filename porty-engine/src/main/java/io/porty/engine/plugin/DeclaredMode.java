package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.SampleRequest;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import java.util.List;
import java.util.Optional;

/** A plugin's mode factory behind its fence: what it declares was read once. */
final class DeclaredMode implements ModeFactory {

  private final ModeFactory factory;
  private final PluginGuard fence;
  private final String name;
  private final Class<? extends RouteRequest> requestType;
  private final List<Key<?>> keys;
  private final List<Key<?>> listenerKeys;
  private final List<String> defaultRouters;
  private final boolean shares;

  DeclaredMode(ModeFactory factory, String name, PluginGuard fence) {
    Declaration declared = new Declaration(fence);
    this.factory = factory;
    this.fence = fence;
    this.name = name;
    this.requestType = declared.value("requestType()", factory::requestType);
    this.keys = declared.keys(factory::keys);
    this.listenerKeys = declared.keys("listenerKeys()", factory::listenerKeys, keys);
    this.defaultRouters = declared.list("defaultRouters()", factory::defaultRouters);
    this.shares = declared.value("sharesListener()", factory::sharesListener);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<? extends RouteRequest> requestType() {
    return requestType;
  }

  @Override
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public List<Key<?>> listenerKeys() {
    return listenerKeys;
  }

  @Override
  public List<String> defaultRouters() {
    return defaultRouters;
  }

  @Override
  public boolean sharesListener() {
    return shares;
  }

  @Override
  public void check(RouteInfo route, Settings settings) {
    fence.run("check()", () -> factory.check(route, settings));
  }

  @Override
  public Optional<RouteRequest> sample(SampleRequest from) {
    return fence.ask("sample()", () -> factory.sample(from));
  }

  @Override
  public Mode create(ModeContext context) {
    return fence.ask("create()", () -> factory.create(context));
  }
}
