package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.route.Decision;

/**
 * Called with the outcome of dialling a decision: one of the methods without default, once, on the
 * client's event loop. Not called after {@link Dialer.Attempt#cancel}.
 *
 * @since 0.2
 */
@PluginImplements
public interface DecisionListener {

  /**
   * Connected: the listener owns the channel, which has no handlers and automatic reading off.
   *
   * @param upstream owned by the listener
   * @param by the rest of the decision: its target is the connected one
   */
  void connected(Channel upstream, Decision.To by);

  /**
   * No target of the decision could be connected.
   *
   * @param failure the last failure
   * @param last the last target
   */
  void failed(Failure failure, Decision.To last);

  /**
   * A target could not be connected, and its fallback is dialled.
   *
   * @param next the fallback
   */
  default void failedOver(Decision.To next) {}
}
