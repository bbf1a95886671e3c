package io.porty.engine.builtin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogSink;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouterFactory;
import io.porty.engine.accesslog.CombinedAccessLog;
import io.porty.engine.accesslog.DefaultAccessLog;
import io.porty.engine.accesslog.JsonAccessLog;
import io.porty.engine.accesslog.PlainAccessLog;
import io.porty.net.listener.TcpListener;
import io.porty.net.listener.UnixListener;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The engine's own listeners, access logs and router, provided through the plugin API. */
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
  public List<AccessLogFactory> accessLogs() {
    return List.of(
        log("default", List.of(), DefaultAccessLog::new),
        log("plain", List.of(), PlainAccessLog::new),
        log("json", JsonAccessLog.FIELDS, JsonAccessLog::new),
        log("combined", CombinedAccessLog.FIELDS, CombinedAccessLog::new));
  }

  private static AccessLogFactory log(
      String name, List<String> fields, Function<LogSink, AccessLog> create) {
    return AccessLogFactory.of(
        name, List.of(), fields, (settings, context) -> create.apply(context.sink()));
  }
}
