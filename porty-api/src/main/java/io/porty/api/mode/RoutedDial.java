package io.porty.api.mode;

import io.porty.api.Failure;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The way of a decision to a connection: its target, and its fallbacks in turn if that cannot be
 * connected to. Each is tried once, the last with all of the route's attempts. Whoever connects
 * says how it went; used again for the next decision. For one event loop.
 *
 * @since 0.2
 */
public final class RoutedDial {

  /** Connects to one target, by a dialer or by a pool. */
  public interface Connector {

    /**
     * Begins; if it fails, {@link RoutedDial#failed} is to be called, maybe before this returns.
     *
     * @param onlyOnce whether one round of attempts is enough, because there is another target
     */
    void connect(Decision.To to, boolean onlyOnce);
  }

  /** Hears what was not connected. */
  public interface Listener {

    /**
     * A target could not be connected to, and another one is next.
     *
     * @param failed the target before
     * @param why it could not be connected to
     * @param next the target that is tried now
     */
    void failedOver(Decision.To failed, Failure why, Decision.To next);

    /** No target could be connected to. */
    void failed(Failure failure, Decision.To last);
  }

  private final Connector connector;
  private final Listener listener;
  private Decision.@Nullable To now;

  public RoutedDial(Connector connector, Listener listener) {
    this.connector = connector;
    this.listener = listener;
  }

  /** Begins with a decision's target. */
  public void start(Decision.To decision) {
    now = decision;
    connect(decision);
  }

  private void connect(Decision.To to) {
    connector.connect(to, !to.fallbacks().isEmpty());
  }

  /** The target that is tried, or was last; its fallbacks are what is left of the decision. */
  public Decision.To current() {
    Decision.To to = now;
    if (to == null) {
      throw new IllegalStateException("not started");
    }
    return to;
  }

  /** The current target could not be connected to. */
  public void failed(Failure failure) {
    Decision.To last = current();
    Decision.To next = last.next();
    if (next == null) {
      listener.failed(failure, last);
      return;
    }
    now = next;
    listener.failedOver(last, failure, next);
    connect(next);
  }
}
