package io.porty.engine.builtin;

import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.LogSink;
import io.porty.api.log.TrafficLog;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouterFactory;
import io.porty.engine.listen.TcpListener;
import io.porty.engine.log.DefaultTrafficLog;
import io.porty.engine.log.PlainTrafficLog;
import java.util.List;
import java.util.function.Function;

/** The engine's own listener, logs and router, found and listed as any plugin's are. */
public final class BuiltinPlugin implements PortyPlugin {

  @Override
  public List<ListenerFactory> listeners() {
    return List.of(
        new ListenerFactory() {
          @Override
          public String name() {
            return "tcp";
          }

          @Override
          public Listener create(ListenerContext context) {
            return new TcpListener(context);
          }
        });
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(new FixedRouter());
  }

  @Override
  public List<TrafficLogFactory> trafficLogs() {
    return List.of(log("default", DefaultTrafficLog::new), log("plain", PlainTrafficLog::new));
  }

  private static TrafficLogFactory log(String name, Function<LogSink, TrafficLog> create) {
    return new TrafficLogFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public TrafficLog create(Settings settings, Context context) {
        return create.apply(context.sink());
      }
    };
  }
}
