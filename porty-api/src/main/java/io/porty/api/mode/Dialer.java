package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * Connects to targets.
 *
 * @since 0.1
 */
@PortyImplements
public interface Dialer {

  /**
   * Resolves the name off the event loop, checks the address against the route's target policy,
   * connects to that address on {@code loop}, and retries within the route's timeout and retry
   * limit.
   *
   * <p>Without a decision, the target policy applies to every target on a route whose routers let
   * clients choose. Prefer {@link #dial(DialRequest, EventLoop, Listener)}.
   *
   * @param target the target
   * @param loop the client's event loop, on which this is called
   * @param listener called once with the outcome, on the loop
   * @return a handle for cancelling
   */
  Attempt dial(Target target, EventLoop loop, Listener listener);

  /**
   * As {@link #dial(Target, EventLoop, Listener)}, with an attribution: the target policy applies
   * if the client chose the target. The addresses of a name are tried as in RFC 8305.
   *
   * @param request target and client
   * @param loop the event loop of the channels
   * @param listener called once with the outcome, on the loop
   * @return a handle for cancelling
   * @since 0.2
   */
  default Attempt dial(DialRequest request, EventLoop loop, Listener listener) {
    return dial(request.target(), loop, listener);
  }

  /**
   * As {@link #dial}, without retries, for a target with a fallback.
   *
   * @param target the target
   * @param loop the event loop of the channels
   * @param listener called once with the outcome, on the loop
   * @return a handle for cancelling
   */
  Attempt dialOnce(Target target, EventLoop loop, Listener listener);

  /**
   * As {@link #dial(DialRequest, EventLoop, Listener)}, without retries.
   *
   * @param request target and client
   * @param loop the event loop of the channels
   * @param listener called once with the outcome, on the loop
   * @return a handle for cancelling
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
   * Called with the outcome: one of the methods, once, on the event loop. Not called after {@link
   * Attempt#cancel}.
   */
  @PluginImplements
  interface Listener {

    /**
     * Connected: the listener owns the channel, which has no handlers and automatic reading off.
     *
     * @param upstream owned by the listener
     */
    void connected(Channel upstream);

    /**
     * The dial failed.
     *
     * @param failure the last failure
     */
    void failed(Failure failure);
  }

  /** A dial in progress. */
  @PortyImplements
  interface Attempt {
    /** Cancels the dial. On the event loop; idempotent. */
    void cancel();
  }
}
