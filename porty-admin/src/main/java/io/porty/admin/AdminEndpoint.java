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
 * The admin endpoint while there is one: opened, moved and closed as the configuration says. Not
 * for event loops.
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
   * Binds what a configuration wants; what it shares with the one before stays.
   *
   * @throws IOException if it cannot be bound; the message says where and why
   */
  @Override
  public synchronized Prepared prepare(Optional<AdminConfig> wanted, AdminActions actions)
      throws IOException {
    if (wanted.isEmpty()) {
      return new Change(() -> replace(null, null), () -> {});
    }
    AdminConfig config = wanted.get();
    AdminServer now = server;
    if (now != null && now.config().listen().equals(config.listen())) {
      return new Change(() -> now.adopt(config), () -> {});
    }
    try {
      return prepared(config, actions, () -> {});
    } catch (IOException e) {
      if (now == null || !BindFailure.isInUse(e) || !isInTheWay(config)) {
        throw e;
      }
      return prepareInPlaceOf(now, config, actions);
    }
  }

  /** The one that serves is in the way: it gives way, and comes back if the reload fails. */
  private Prepared prepareInPlaceOf(AdminServer now, AdminConfig config, AdminActions actions)
      throws IOException {
    replace(null, null);
    try {
      return prepared(config, actions, () -> comeBack(now.config(), actions));
    } catch (IOException e) {
      comeBack(now.config(), actions);
      throw e;
    }
  }

  private void comeBack(AdminConfig config, AdminActions actions) {
    try {
      prepared(config, actions, () -> {}).commit();
    } catch (IOException e) {
      LoggerFactory.getLogger(AdminEndpoint.class)
          .error("the admin endpoint cannot be listened on again at {}", config.listen(), e);
    }
  }

  private Prepared prepared(AdminConfig config, AdminActions actions, Runnable afterDiscard)
      throws IOException {
    AdminServer fresh =
        new AdminServer(
            config,
            state.loops().transport(),
            sockets.inherited(),
            new AdminPages(state, actions),
            threads(),
            state.generations());
    try {
      SocketAddress address = fresh.bind();
      sockets.own().add(address, NAME);
      return new Change(
          () -> replace(fresh, address),
          () -> {
            close(fresh, address);
            afterDiscard.run();
          });
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
  }

  private boolean isInTheWay(AdminConfig wanted) {
    return NAME.equals(holder(wanted));
  }

  @Override
  public @Nullable String holder(AdminConfig wanted) {
    return wanted.listen().isUnix()
        ? null
        : sockets
            .own()
            .holder(new InetSocketAddress(wanted.listen().host(), wanted.listen().port()));
  }

  private void close(AdminServer unwanted, SocketAddress address) {
    sockets.own().remove(address);
    unwanted.close();
  }

  private synchronized void replace(@Nullable AdminServer fresh, @Nullable SocketAddress address) {
    if (bound != null) {
      sockets.own().remove(bound);
    }
    if (server != null) {
      server.close();
    }
    server = fresh;
    bound = address;
    if (fresh == null) {
      state.sampler().end();
    } else {
      state.sampler().begin();
    }
  }

  private AdminThreads threads() {
    AdminThreads made = threads;
    if (made == null) {
      made = new AdminThreads(this::sample);
      threads = made;
    }
    return made;
  }

  /** What throws once would not be run again by its executor. */
  private void sample() {
    try {
      state.sampler().sample();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      state.errors().report(InternalErrors.ADMIN, "sampling the routes' numbers", e);
    }
  }

  /** Its listening sockets, for another process. */
  @Override
  public synchronized List<ListeningFd> sockets() {
    return server == null ? List.of() : ListeningFd.of(bound, server.sockets());
  }

  /** Another process has them now. */
  @Override
  public synchronized void handedOver() {
    if (server != null) {
      server.handedOver();
    }
  }

  /** Where it is bound, if anywhere. */
  @Override
  public synchronized Optional<SocketAddress> address() {
    return Optional.ofNullable(bound);
  }

  /** Answers whoever has asked, then ends. */
  @Override
  public synchronized void close() {
    if (threads != null) {
      threads.end();
    }
    AdminServer last = server;
    server = null;
    replace(null, null);
    if (last != null) {
      last.end();
    }
  }
}
