package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A dial and its client.
 *
 * @param target the target
 * @param chosenByClient whether the route's target policy applies: {@link
 *     Decision.To#chosenByClient}
 * @param client who waits for the connection; name look-ups are bounded for each client. Null if it
 *     is nobody in particular
 * @since 0.2
 */
public record DialRequest(Target target, boolean chosenByClient, @Nullable Channel client) {

  /**
   * {@return a dial of a decision's target}
   *
   * @param decision the decision
   * @param client the client's connection
   */
  public static DialRequest of(Decision.To decision, Channel client) {
    return new DialRequest(decision.target(), decision.chosenByClient(), client);
  }
}
