package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * Turns a target into a connected channel.
 *
 * @since 0.1
 */
@PortyImplements
public interface Dialer {

  /**
   * Resolves the name off the loop, checks the address against the route's target policy, connects
   * to that very address on {@code loop}, and tries again within the route's timeout and retries.
   *
   * <p>Of the decision nothing is known: on a route whose routers let clients choose, the target
   * policy holds for every target. {@link #dial(DialRequest, EventLoop, Listener)} says more.
   *
   * @param target where to forward to
   * @param loop the client's event loop; must be called on it, and {@code listener} hears on it
   * @param listener hears once how it ended, on the loop
   * @return a handle to give up with
   */
  Attempt dial(Target target, EventLoop loop, Listener listener);

  /**
   * As {@link #dial(Target, EventLoop, Listener)}, for a client's decision: the target policy holds
   * if the client chose the target. Several addresses of a name are tried in turn, and the first
   * connection counts (RFC 8305).
   *
   * @param request where to, and for whom
   * @param loop the event loop of the channels
   * @param listener hears once how it ended, on the loop
   * @return a handle to give up with
   * @since 0.2
   */
  default Attempt dial(DialRequest request, EventLoop loop, Listener listener) {
    return dial(request.target(), loop, listener);
  }

  /**
   * As {@link #dial}, but one round of attempts: for a target that has another to take its place.
   *
   * @param target where to forward to
   * @param loop the event loop of the channels
   * @param listener hears once how it ended, on the loop
   * @return a handle to give up with
   */
  Attempt dialOnce(Target target, EventLoop loop, Listener listener);

  /**
   * As {@link #dial(DialRequest, EventLoop, Listener)}, but one round of attempts.
   *
   * @param request where to, and for whom
   * @param loop the event loop of the channels
   * @param listener hears once how it ended, on the loop
   * @return a handle to give up with
   * @since 0.2
   */
  default Attempt dialOnce(DialRequest request, EventLoop loop, Listener listener) {
    return dialOnce(request.target(), loop, listener);
  }

  /**
   * {@return whether each connection begins with a PROXY header, which names the client that it was
   * dialled for ({@link DialRequest#client})} Such a connection must never serve another client.
   *
   * @since 0.2
   */
  default boolean namesClient() {
    return false;
  }

  /**
   * Hears once, on the loop: one of the two methods. Nothing is heard after {@link Attempt#cancel}.
   */
  @PluginImplements
  interface Listener {

    /**
     * Connected: the listener owns the channel, which has no handlers and automatic reading off.
     *
     * @param upstream open, without handlers; belongs to the listener from here on
     */
    void connected(Channel upstream);

    /**
     * It could not be connected to.
     *
     * @param failure why: the last attempt's
     */
    void failed(Failure failure);
  }

  /** A dial under way. */
  @PortyImplements
  interface Attempt {
    /** Gives up; a channel that still connects is closed. Called on the loop; idempotent. */
    void cancel();
  }
}
