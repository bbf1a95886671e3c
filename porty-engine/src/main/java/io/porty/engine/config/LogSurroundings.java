package io.porty.engine.config;

import io.porty.api.PluginContext;
import io.porty.api.log.LogSink;
import io.porty.api.log.TrafficLogFactory;
import java.util.concurrent.Executor;

/** What the traffic log of one route may know. */
record LogSurroundings(PluginContext context, String routeName, LogSink sink)
    implements TrafficLogFactory.Context {

  @Override
  public String portyVersion() {
    return context.portyVersion();
  }

  @Override
  public Executor blocking() {
    return context.blocking();
  }
}
