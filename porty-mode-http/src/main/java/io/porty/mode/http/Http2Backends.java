package io.porty.mode.http;

import io.porty.mode.http.h2.H2ConnectionFactory;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.pool.ConnectionFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP/2 to the backends of one event loop, created when one speaks it. On that loop. */
final class Http2Backends implements Supplier<ConnectionFactory> {

  private final ListenerState listener;
  private @Nullable ConnectionFactory created;

  Http2Backends(ListenerState listener) {
    this.listener = listener;
  }

  @Override
  public ConnectionFactory get() {
    ConnectionFactory factory = created;
    if (factory == null) {
      factory = new H2ConnectionFactory(listener);
      created = factory;
    }
    return factory;
  }
}
