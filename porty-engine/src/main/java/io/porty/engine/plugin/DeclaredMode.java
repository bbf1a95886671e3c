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

/** A plugin's mode factory: its declarations as read once, its calls through the guard. */
final class DeclaredMode implements ModeFactory {

  private final ModeFactory factory;
  private final PluginGuard guard;
  private final String name;
  private final Class<? extends RouteRequest> requestType;
  private final List<Key<?>> keys;
  private final List<Key<?>> listenerKeys;
  private final List<String> defaultRouters;
  private final boolean sharesListener;
  private final List<String> applicationProtocols;

  DeclaredMode(ModeFactory factory, String name, PluginGuard guard) {
    Declaration declared = new Declaration(guard);
    this.factory = factory;
    this.guard = guard;
    this.name = name;
    this.requestType = declared.value("requestType()", factory::requestType);
    this.keys = declared.keys(factory::keys);
    this.listenerKeys = declared.keys("listenerKeys()", factory::listenerKeys, keys);
    this.defaultRouters = declared.list("defaultRouters()", factory::defaultRouters);
    this.sharesListener = declared.value("sharesListener()", factory::sharesListener);
    this.applicationProtocols =
        List.copyOf(declared.value("applicationProtocols()", factory::applicationProtocols));
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
  public List<String> applicationProtocols() {
    return applicationProtocols;
  }

  @Override
  public List<String> upstreamProtocols(Settings settings) {
    return List.copyOf(
        guard.require("upstreamProtocols()", () -> factory.upstreamProtocols(settings)));
  }

  @Override
  public List<String> listenerProtocols(Settings listener) {
    return guard.require("listenerProtocols()", () -> factory.listenerProtocols(listener));
  }

  @Override
  public boolean sharesListener() {
    return sharesListener;
  }

  @Override
  public void check(RouteInfo route, Settings settings) {
    guard.run("check()", () -> factory.check(route, settings));
  }

  @Override
  public void check(RouteInfo route, Settings settings, boolean servesTls) {
    guard.run("check()", () -> factory.check(route, settings, servesTls));
  }

  @Override
  public boolean asksRouters(Settings settings, boolean servesTls) {
    return guard.require("asksRouters()", () -> factory.asksRouters(settings, servesTls));
  }

  @Override
  public Optional<RouteRequest> sample(SampleRequest request) {
    return guard.require("sample()", () -> factory.sample(request));
  }

  @Override
  public Mode create(ModeContext context) {
    return guard.require("create()", () -> factory.create(context));
  }
}
