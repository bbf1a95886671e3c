package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.route.Decision;

/**
 * Hears how dialling a whole decision ended: one of the methods that have no default, once, on the
 * client's event loop. Nothing is heard after {@link Dialer.Attempt#cancel}.
 *
 * @since 0.2
 */
@PluginImplements
public interface DecisionListener {

  /**
   * Connected: the listener owns the channel, which has no handlers and automatic reading off.
   *
   * @param upstream belongs to the listener from here on
   * @param by what is left of the decision: its target is the one that was connected to
   */
  void connected(Channel upstream, Decision.To by);

  /**
   * No target of the decision could be connected to.
   *
   * @param failure why
   * @param last the one that was tried last
   */
  void failed(Failure failure, Decision.To last);

  /**
   * One target could not be connected to, and this one is dialled now.
   *
   * @param next what it turns to
   */
  default void failedOver(Decision.To next) {}
}
