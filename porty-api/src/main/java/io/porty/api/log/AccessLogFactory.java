package io.porty.api.log;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Makes the access logs of one name, one for each route that names it in {@code log_format}.
 * Settings: {@code [routes.NAME]}.
 *
 * @since 0.1
 */
@PluginImplements
public interface AccessLogFactory {

  /** {@return as it is written in {@code log_format}: lower case, digits and underscores} */
  String name();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return header fields of requests, in lower case, whose values it wants in every {@link
   * ExchangeRecord#fields}, also at level basic: {@code user-agent}} Never credentials: they would
   * end up in a log.
   */
  default List<String> requestFields() {
    return List.of();
  }

  /**
   * Makes the log of one route: it opens nothing and does not wait, which is for {@link
   * AccessLog#start}. Called also by {@code porty check}.
   *
   * @param settings the values of {@link #keys}
   * @param context what it may know
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
   * As {@link #of(String, List, BiFunction)}, for a log that wants header fields of requests.
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

  /** What a log may know of its surroundings. */
  @PortyImplements
  interface Context extends PluginContext {

    /** {@return the route whose traffic it will see} */
    String routeName();

    /** {@return where text belongs, if the log writes text} */
    LogSink sink();
  }
}
