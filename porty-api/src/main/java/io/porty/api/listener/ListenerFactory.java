package io.porty.api.listener;

import io.porty.api.Key;
import io.porty.api.PluginImplements;
import io.porty.api.Settings;
import java.util.List;

/**
 * Creates the listeners of one kind, selected by {@code kind} of a {@code [[listeners]]} table, or
 * by a path for the one called {@code unix}. Settings: {@code [listeners.NAME]} below that table,
 * or {@code [routes.NAME]} of routes whose own keys stand for a listener.
 *
 * @since 0.1
 */
@PluginImplements
public interface ListenerFactory {

  /** {@return the name in {@code kind}: lower case, digits and underscores} */
  String name();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return whether its table requires {@code address}} False for a listener with another source
   * of clients in its own settings; then {@link ListenerContext#address} may be empty and {@link
   * ListenerContext#port} 0.
   *
   * @since 0.2
   */
  default boolean needsAddress() {
    return true;
  }

  /**
   * Creates the listener of one address when its configuration is activated; not called by {@code
   * porty check}. Must not bind. Called again if a reload changes the settings: the new listener is
   * bound before the old one is closed, or after it if both cannot be bound.
   *
   * @param settings the values of {@link #keys}
   * @param context services of Porty
   * @return a listener that is not bound
   */
  Listener create(Settings settings, ListenerContext context);
}
