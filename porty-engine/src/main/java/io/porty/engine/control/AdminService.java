package io.porty.engine.control;

import io.porty.engine.config.AdminConfig;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The admin endpoint: opened, moved and closed as the configuration says. Thread-safe; the calls
 * may block, so none of them belongs on an event loop.
 */
public interface AdminService extends AutoCloseable {

  /** Makes the service; found by {@link java.util.ServiceLoader}. */
  interface Factory {

    /**
     * Makes the service without opening anything.
     *
     * @param sources what its pages show
     * @param sockets where its own listening socket comes from and is registered
     */
    AdminService create(AdminSources sources, AdminSockets sockets);
  }

  /** The endpoint of one configuration: bound, but not in use yet. */
  interface Prepared {

    /** Makes it the endpoint in use; what it replaces is closed. */
    void commit();

    /** Closes it; the endpoint in use stays. */
    void rollback();
  }

  /**
   * Binds what a configuration asks for. What it shares with the configuration before stays open.
   *
   * @param requested empty for no endpoint
   * @throws IOException if the address cannot be bound; the message says where and why
   */
  Prepared prepare(Optional<AdminConfig> requested, AdminActions actions) throws IOException;

  /** Which part of this process listens at the address already; null if none does. */
  @Nullable String holder(AdminConfig requested);

  /** The listening sockets, to be passed to another process. */
  List<ListeningFd> sockets();

  /** Another process owns the listening sockets now: they are closed here without unlinking. */
  void handedOver();

  /** Where it is bound; empty if it is not. */
  Optional<SocketAddress> address();

  /** Answers the requests that have arrived, then ends. */
  @Override
  void close();
}
