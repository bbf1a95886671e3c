package io.porty.engine.config;

import io.porty.api.PluginContext;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogSink;
import java.util.concurrent.Executor;

/** The context of an access log of one route. */
record LogContext(PluginContext context, String routeName, LogSink sink)
    implements AccessLogFactory.Context {

  @Override
  public String portyVersion() {
    return context.portyVersion();
  }

  @Override
  public Executor blocking() {
    return context.blocking();
  }
}
