package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.route.Decision;

/**
 * Hears how dialling a whole decision ended: one of the methods that have no default, once, on the
 * client's event loop. Nothing is heard after {@link Dialer.Attempt#cancel}.
 *
 * @since 0.2
 */
public interface DecisionListener {

  /**
   * Connected: the listener owns the channel, which has no handlers and automatic reading off.
   *
   * @param by what is left of the decision: its target is the one that was connected to
   */
  void connected(Channel upstream, Decision.To by);

  /**
   * No target of the decision could be connected to.
   *
   * @param last the one that was tried last
   */
  void failed(Failure failure, Decision.To last);

  /** One target could not be connected to, and this one is dialled now. */
  default void failedOver(Decision.To next) {}
}
