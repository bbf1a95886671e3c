package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.Target;

/**
 * Turns a target into a connected channel.
 *
 * @since 0.1
 */
public interface Dialer {

  /**
   * Resolves the name off the loop, checks the address against the route's target policy, connects
   * to that very address on {@code loop}, and tries again within the route's timeout and retries.
   *
   * @param loop the client's event loop; must be called on it, and {@code listener} hears on it
   * @return a handle to give up with
   */
  Attempt dial(Target target, EventLoop loop, Listener listener);

  /**
   * As {@link #dial}, but one round of attempts: for a target that has another to take its place.
   */
  Attempt dialOnce(Target target, EventLoop loop, Listener listener);

  /**
   * Hears once, on the loop: one of the two methods. Nothing is heard after {@link Attempt#cancel}.
   */
  interface Listener {

    /**
     * Connected: the listener owns the channel, which has no handlers and automatic reading off.
     */
    void connected(Channel upstream);

    void failed(Failure failure);
  }

  /** A dial under way. */
  interface Attempt {
    /** Gives up; a channel that still connects is closed. Called on the loop; idempotent. */
    void cancel();
  }
}
