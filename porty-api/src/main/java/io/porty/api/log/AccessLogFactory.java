package io.porty.api.log;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Creates the access logs of one name, one for each route with it in {@code log_format}. Settings:
 * {@code [routes.NAME]}.
 *
 * @since 0.1
 */
@PluginImplements
public interface AccessLogFactory {

  /** {@return the name in {@code log_format}: lower case, digits and underscores} */
  String name();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return header fields of requests, in lower case, that {@link ExchangeRecord#fields} of every
   * record has, also at level basic, such as {@code user-agent}} Must not contain credentials.
   */
  default List<String> requestFields() {
    return List.of();
  }

  /**
   * Creates the log of one route. Must neither block nor open anything; {@link AccessLog#start}
   * does. Also called by {@code porty check}.
   *
   * @param settings the values of {@link #keys}
   * @param context services of Porty
   * @return the log
   */
  AccessLog create(Settings settings, Context context);

  /**
   * A factory from a function.
   *
   * <pre>{@code
   * AccessLogFactory.of("sql", List.of(URL), (settings, context) -> new SqlLog(settings.get(URL)))
   * }</pre>
   *
   * @param name as in {@code log_format}
   * @param keys every key that {@code create} reads
   * @param create as {@link #create(Settings, Context)}
   * @return the factory
   * @since 0.2
   */
  static AccessLogFactory of(
      String name, List<Key<?>> keys, BiFunction<Settings, Context, AccessLog> create) {
    return of(name, keys, List.of(), create);
  }

  /**
   * As {@link #of(String, List, BiFunction)}, for a log with header fields of requests.
   *
   * @param name as in {@code log_format}
   * @param keys every key that {@code create} reads
   * @param requestFields as {@link #requestFields()}
   * @param create as {@link #create(Settings, Context)}
   * @return the factory
   * @since 0.2
   */
  static AccessLogFactory of(
      String name,
      List<Key<?>> keys,
      List<String> requestFields,
      BiFunction<Settings, Context, AccessLog> create) {
    return new AccessLogFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Key<?>> keys() {
        return keys;
      }

      @Override
      public List<String> requestFields() {
        return requestFields;
      }

      @Override
      public AccessLog create(Settings settings, Context context) {
        return create.apply(settings, context);
      }
    };
  }

  /** The context of an access log. */
  @PortyImplements
  interface Context extends PluginContext {

    /** {@return the name of its route} */
    String routeName();

    /** {@return the destination for logs that write text} */
    LogSink sink();
  }
}
