package io.porty.engine.builtin;

import io.porty.api.Key;
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
import io.porty.engine.listen.UnixListener;
import io.porty.engine.log.CombinedTrafficLog;
import io.porty.engine.log.DefaultTrafficLog;
import io.porty.engine.log.JsonTrafficLog;
import io.porty.engine.log.PlainTrafficLog;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The engine's own listener, logs and router, found and listed as any plugin's are. */
public final class BuiltinPlugin implements PortyPlugin {

  @Override
  public List<ListenerFactory> listeners() {
    return List.of(
        listener("tcp", List.of(), (settings, context) -> new TcpListener(context)),
        listener("unix", List.of(UnixListener.MODE), UnixListener::new));
  }

  private static ListenerFactory listener(
      String name, List<Key<?>> keys, BiFunction<Settings, ListenerContext, Listener> create) {
    return new ListenerFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Key<?>> keys() {
        return keys;
      }

      @Override
      public Listener create(Settings settings, ListenerContext context) {
        return create.apply(settings, context);
      }
    };
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(new FixedRouter());
  }

  @Override
  public List<TrafficLogFactory> trafficLogs() {
    return List.of(
        log("default", List.of(), DefaultTrafficLog::new),
        log("plain", List.of(), PlainTrafficLog::new),
        log("json", JsonTrafficLog.FIELDS, JsonTrafficLog::new),
        log("combined", CombinedTrafficLog.FIELDS, CombinedTrafficLog::new));
  }

  private static TrafficLogFactory log(
      String name, List<String> fields, Function<LogSink, TrafficLog> create) {
    return new TrafficLogFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<String> requestFields() {
        return fields;
      }

      @Override
      public TrafficLog create(Settings settings, Context context) {
        return create.apply(context.sink());
      }
    };
  }
}
