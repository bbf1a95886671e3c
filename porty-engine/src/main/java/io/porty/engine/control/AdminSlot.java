package io.porty.engine.control;

import com.google.inject.Inject;
import io.porty.engine.config.AdminConfig;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Loads the admin endpoint when a configuration asks for it for the first time. Without {@code
 * [admin]} no class of it is loaded. Thread-safe.
 */
public final class AdminSlot implements AdminService {

  private static final Prepared NOTHING =
      new Prepared() {
        @Override
        public void commit() {}

        @Override
        public void rollback() {}
      };

  private final AdminSources sources;
  private final AdminSockets sockets;
  private @Nullable AdminService service;

  @Inject
  AdminSlot(AdminSources sources, AdminSockets sockets) {
    this.sources = sources;
    this.sockets = sockets;
  }

  @Override
  public synchronized Prepared prepare(Optional<AdminConfig> requested, AdminActions actions)
      throws IOException {
    if (service == null && requested.isEmpty()) {
      return NOTHING;
    }
    if (service == null) {
      service = load();
    }
    return service.prepare(requested, actions);
  }

  private AdminService load() throws IOException {
    return ServiceLoader.load(Factory.class, AdminSlot.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IOException("porty-admin is not on the class path"))
        .create(sources, sockets);
  }

  @Override
  public synchronized @Nullable String holder(AdminConfig requested) {
    return service == null ? null : service.holder(requested);
  }

  @Override
  public synchronized List<ListeningFd> sockets() {
    return service == null ? List.of() : service.sockets();
  }

  @Override
  public synchronized void handedOver() {
    if (service != null) {
      service.handedOver();
    }
  }

  @Override
  public synchronized Optional<SocketAddress> address() {
    return service == null ? Optional.empty() : service.address();
  }

  @Override
  public synchronized void close() {
    if (service != null) {
      service.close();
    }
  }
}
