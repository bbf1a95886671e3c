package io.porty.engine.config;

import io.porty.api.PluginContext;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouterFactory;
import java.util.concurrent.Executor;

/** The context of a router's factory. */
record RouterContext(PluginContext plugin, RouteInfo route) implements RouterFactory.Context {

  @Override
  public String portyVersion() {
    return plugin.portyVersion();
  }

  @Override
  public Executor blocking() {
    return plugin.blocking();
  }
}
