package io.porty.api.listener;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.List;

/**
 * Makes the listeners of one name, chosen by a route's {@code listener}, or by {@code listen =
 * "unix:/path"} for the one called {@code unix}. Settings: {@code [routes.NAME]} of the first route
 * of the address.
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
   * Whether a route that uses it has to say where it listens ({@code listen}, or {@code
   * listen_port}). One that takes its clients from elsewhere, and says where in settings of its
   * own, answers false; {@link ListenerContext#address} is empty then where a route says nothing,
   * and {@link ListenerContext#port} is 0.
   *
   * @since 0.2
   */
  default boolean needsAddress() {
    return true;
  }

  /** Called once for each address, also by {@code porty check}; binds nothing yet. */
  Listener create(Settings settings, ListenerContext context);
}
