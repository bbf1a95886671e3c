package io.porty.api.listener;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.List;

/**
 * Makes the listeners of one kind, chosen by {@code kind} of a {@code [[listeners]]} table, or by a
 * path for the one called {@code unix}. Settings: {@code [listeners.NAME]} below that table, or
 * {@code [routes.NAME]} of routes whose own keys stand for a listener.
 *
 * @since 0.1
 */
public interface ListenerFactory {

  String name();

  /** Every key that {@link #create} reads. */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * Whether its table has to say where it listens ({@code address}). One that takes its clients
   * from elsewhere, and says where in settings of its own, answers false; {@link
   * ListenerContext#address} is empty then where the table says nothing, and {@link
   * ListenerContext#port} is 0.
   *
   * @since 0.2
   */
  default boolean needsAddress() {
    return true;
  }

  /**
   * Called once for each address, also by {@code porty check}; binds nothing yet. Called again for
   * an address whose settings a reload changes: that one is bound before the former is closed, or
   * after it where both cannot be.
   */
  Listener create(Settings settings, ListenerContext context);
}
