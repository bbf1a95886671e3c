package io.porty.api.listener;

import io.porty.api.Key;
import io.porty.api.PluginImplements;
import io.porty.api.Settings;
import java.util.List;

/**
 * Makes the listeners of one kind, chosen by {@code kind} of a {@code [[listeners]]} table, or by a
 * path for the one called {@code unix}. Settings: {@code [listeners.NAME]} below that table, or
 * {@code [routes.NAME]} of routes whose own keys stand for a listener.
 *
 * @since 0.1
 */
@PluginImplements
public interface ListenerFactory {

  /** {@return as it is written in {@code listener}: lower case, digits and underscores} */
  String name();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return whether its table has to say where it listens ({@code address})} One that takes its
   * clients from elsewhere, and says where in settings of its own, answers false; {@link
   * ListenerContext#address} is empty then where the table says nothing, and {@link
   * ListenerContext#port} is 0.
   *
   * @since 0.2
   */
  default boolean needsAddress() {
    return true;
  }

  /**
   * Makes the listener of one address, when a configuration that uses it begins to serve; not by
   * {@code porty check}. Binds nothing yet. Called again for an address whose settings a reload
   * changes: that one is bound before the former is closed, or after it where both cannot be.
   *
   * @param settings the values of {@link #keys}
   * @param context what it works with
   * @return a listener that is not bound yet
   */
  Listener create(Settings settings, ListenerContext context);
}
