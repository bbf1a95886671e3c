package io.porty.api.log;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import java.util.List;

/**
 * Makes the traffic logs of one name, one for each route that names it in {@code log_format}.
 * Settings: {@code [routes.NAME]}.
 *
 * @since 0.1
 */
public interface AccessLogFactory {

  String name();

  /** Every key that {@link #create} reads. */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * Header fields of requests, in lower case, whose values it wants in every {@link
   * ExchangeRecord#fields}, also at level basic: {@code user-agent}. Never credentials: they would
   * end up in a log.
   */
  default List<String> requestFields() {
    return List.of();
  }

  AccessLog create(Settings settings, Context context);

  /** What a log may know of its surroundings. */
  interface Context extends PluginContext {

    /** The route whose traffic it will see. */
    String routeName();

    /** Where text belongs, if the log writes text. */
    LogSink sink();
  }
}
