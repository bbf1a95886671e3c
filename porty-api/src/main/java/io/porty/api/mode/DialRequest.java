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
 * @param uniqueId names the connection to a backend that is told of the client by a PROXY header
 *     (UNIQUE_ID of version 2), unless the client came with a name of its own; null for none
 * @since 0.2
 */
public record DialRequest(
    Target target, boolean chosenByClient, @Nullable Channel client, @Nullable String uniqueId) {

  /**
   * Creates a request without a name of its own.
   *
   * @param target to dial
   * @param chosenByClient whether the client has named it
   * @param client the client's channel; null for a dial without one
   */
  public DialRequest(Target target, boolean chosenByClient, @Nullable Channel client) {
    this(target, chosenByClient, client, null);
  }

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
