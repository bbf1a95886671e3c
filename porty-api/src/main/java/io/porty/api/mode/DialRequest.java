package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What to connect to, and for whom.
 *
 * @param target where to connect to
 * @param chosenByClient whether the route's target policy holds: {@link Decision.To#chosenByClient}
 * @param client who waits for the connection; name look-ups are bounded for each client. Null if it
 *     is nobody in particular
 * @since 0.2
 */
public record DialRequest(Target target, boolean chosenByClient, @Nullable Channel client) {

  /**
   * {@return the target of a decision}
   *
   * @param decision says where to, and who chose it
   * @param client the client's connection
   */
  public static DialRequest of(Decision.To decision, Channel client) {
    return new DialRequest(decision.target(), decision.chosenByClient(), client);
  }
}
