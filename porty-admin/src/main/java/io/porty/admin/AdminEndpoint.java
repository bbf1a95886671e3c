package io.porty.admin;

import io.porty.engine.config.AdminConfig;
import io.porty.engine.control.AdminActions;
import io.porty.engine.control.AdminService;
import io.porty.engine.control.AdminSockets;
import io.porty.engine.runtime.BindFailure;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint: opened, moved and closed as the configuration requires. Blocks; not for event
 * loops. Thread-safe.
 */
final class AdminEndpoint implements AdminService {

  private static final String NAME = "the admin endpoint";

  private final AdminState state;
  private final AdminSockets sockets;
  private @Nullable AdminServer server;
  private @Nullable SocketAddress bound;
  private @Nullable AdminThreads threads;

  AdminEndpoint(AdminState state, AdminSockets sockets) {
    this.state = state;
    this.sockets = sockets;
  }

  private record Change(Runnable onCommit, Runnable onRollback) implements Prepared {
    @Override
    public void commit() {
      onCommit.run();
    }

    @Override
    public void rollback() {
      onRollback.run();
    }
  }

  /**
   * Binds the address of a configuration; an unchanged address keeps its server.
   *
   * @throws IOException if it cannot be bound; the message has the address and the cause
   */
  @Override
  public synchronized Prepared prepare(Optional<AdminConfig> requested, AdminActions actions)
      throws IOException {
    if (requested.isEmpty()) {
      return new Change(() -> replace(null, null), () -> {});
    }
    AdminConfig config = requested.get();
    AdminServer current = server;
    if (current != null && current.config().listen().equals(config.listen())) {
      return new Change(() -> current.update(config), () -> {});
    }
    try {
      return bind(config, actions, () -> {});
    } catch (IOException e) {
      if (current == null || !BindFailure.isInUse(e) || !isHeldByThis(config)) {
        throw e;
      }
      return prepareInsteadOf(current, config, actions);
    }
  }

  /** Closes the current server, which holds the address, and restores it if the reload fails. */
  private Prepared prepareInsteadOf(AdminServer current, AdminConfig config, AdminActions actions)
      throws IOException {
    replace(null, null);
    try {
      return bind(config, actions, () -> restore(current.config(), actions));
    } catch (IOException e) {
      restore(current.config(), actions);
      throw e;
    }
  }

  private void restore(AdminConfig config, AdminActions actions) {
    try {
      bind(config, actions, () -> {}).commit();
    } catch (IOException e) {
      LoggerFactory.getLogger(AdminEndpoint.class)
          .error("the admin endpoint cannot be bound again at {}", config.listen(), e);
    }
  }

  private Prepared bind(AdminConfig config, AdminActions actions, Runnable afterRollback)
      throws IOException {
    AdminServer next =
        new AdminServer(
            config,
            state.loops().transport(),
            sockets.inherited(),
            new AdminPages(state, actions),
            threads(),
            state.reloader());
    try {
      SocketAddress address = next.bind();
      sockets.own().add(address, NAME);
      return new Change(
          () -> replace(next, address),
          () -> {
            close(next, address);
            afterRollback.run();
          });
    } catch (IOException e) {
      next.close();
      throw e;
    }
  }

  private boolean isHeldByThis(AdminConfig requested) {
    return NAME.equals(holder(requested));
  }

  @Override
  public @Nullable String holder(AdminConfig requested) {
    return requested.listen().isUnix()
        ? null
        : sockets
            .own()
            .holder(new InetSocketAddress(requested.listen().host(), requested.listen().port()));
  }

  private void close(AdminServer server, SocketAddress address) {
    sockets.own().remove(address);
    server.close();
  }

  private synchronized void replace(@Nullable AdminServer next, @Nullable SocketAddress address) {
    if (bound != null) {
      sockets.own().remove(bound);
    }
    if (server != null) {
      server.close();
    }
    server = next;
    bound = address;
    if (next == null) {
      state.closed();
    } else {
      state.opened();
    }
  }

  private AdminThreads threads() {
    AdminThreads existing = threads;
    if (existing == null) {
      existing = new AdminThreads(this::sample);
      threads = existing;
    }
    return existing;
  }

  /** Catches everything: an executor does not repeat a periodic task that has thrown. */
  private void sample() {
    try {
      state.sampler().sample();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      state.errors().report(InternalErrors.ADMIN, "sampling the routes' counters", e);
    }
  }

  /** The listening sockets, for a hot restart. */
  @Override
  public synchronized List<ListeningFd> sockets() {
    return server == null ? List.of() : ListeningFd.of(bound, server.sockets());
  }

  /** Stops accepting because another process has the sockets. */
  @Override
  public synchronized void handedOver() {
    if (server != null) {
      server.handedOver();
    }
  }

  /** The bound address, if there is an endpoint. */
  @Override
  public synchronized Optional<SocketAddress> address() {
    return Optional.ofNullable(bound);
  }

  /** Finishes the requests in progress within a few seconds, then closes. */
  @Override
  public synchronized void close() {
    if (threads != null) {
      threads.close();
    }
    AdminServer closing = server;
    server = null;
    replace(null, null);
    if (closing != null) {
      closing.closeNow();
    }
  }
}
