package io.porty.engine.admin;

import com.google.inject.Inject;
import io.porty.engine.config.AdminConfig;
import io.porty.engine.handover.Handed;
import io.porty.engine.handover.Inheritance;
import io.porty.engine.listen.Loops;
import io.porty.engine.policy.OwnAddresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint while there is one: opened, moved and closed as the configuration says. Not
 * for event loops.
 */
public final class AdminEndpoint implements AutoCloseable {

  private final Inside inside;
  private final Loops loops;
  private final OwnAddresses own;
  private final Inheritance inheritance;
  private @Nullable AdminServer server;
  private @Nullable SocketAddress bound;
  private @Nullable AdminThreads threads;

  @Inject
  AdminEndpoint(Inside inside, Loops loops, OwnAddresses own, Inheritance inheritance) {
    this.inheritance = inheritance;
    this.inside = inside;
    this.loops = loops;
    this.own = own;
  }

  /** What a configuration wants of the endpoint, bound, but not taken yet. */
  public static final class Prepared {
    private final Runnable take;
    private final Runnable discard;

    private Prepared(Runnable take, Runnable discard) {
      this.take = take;
      this.discard = discard;
    }

    /** The configuration serves: this is the endpoint from now on. */
    public void take() {
      take.run();
    }

    /** The configuration came to nothing. */
    public void discard() {
      discard.run();
    }
  }

  /**
   * Binds what a configuration wants; what it shares with the one before stays.
   *
   * @throws IOException if it cannot be bound; the message says where and why
   */
  public synchronized Prepared prepare(Optional<AdminConfig> wanted, AdminActions actions)
      throws IOException {
    if (wanted.isEmpty()) {
      return new Prepared(() -> replace(null, null), () -> {});
    }
    AdminConfig config = wanted.get();
    AdminServer now = server;
    if (now != null && now.config().listen().equals(config.listen())) {
      return new Prepared(() -> now.adopt(config), () -> {});
    }
    AdminServer fresh =
        new AdminServer(
            config,
            loops.transport(),
            inheritance,
            new AdminPages(inside, actions),
            threads(),
            inside.generations());
    try {
      SocketAddress address = fresh.bind();
      own.add(address);
      return new Prepared(() -> replace(fresh, address), () -> close(fresh, address));
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
  }

  private void close(AdminServer unwanted, SocketAddress address) {
    own.remove(address);
    unwanted.close();
  }

  private synchronized void replace(@Nullable AdminServer fresh, @Nullable SocketAddress address) {
    if (bound != null) {
      own.remove(bound);
    }
    if (server != null) {
      server.close();
    }
    server = fresh;
    bound = address;
    if (fresh == null) {
      inside.sampler().end();
    } else {
      inside.sampler().begin();
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
      inside.sampler().sample();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(AdminEndpoint.class).error("looking at the routes' numbers", e);
    }
  }

  /** Its listening sockets, for another process. */
  public synchronized List<Handed> sockets() {
    return server == null ? List.of() : Handed.of(bound, server.sockets());
  }

  /** Another process has them now. */
  public synchronized void handedOver() {
    if (server != null) {
      server.handedOver();
    }
  }

  /** Where it is bound, if anywhere. */
  public synchronized Optional<SocketAddress> address() {
    return Optional.ofNullable(bound);
  }

  /** How a reload went, for those who watch. */
  public void reloaded(boolean success) {
    inside.reloads().count(success);
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
