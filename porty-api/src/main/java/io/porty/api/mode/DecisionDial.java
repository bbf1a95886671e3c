package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Dials a decision's targets in turn; the last one with the route's retries. On the client's loop.
 */
final class DecisionDial implements Dialer.Attempt, Dialer.Listener {

  private final Route route;
  private final Channel client;
  private final DecisionListener listener;
  private Decision.To now;
  private Dialer.@Nullable Attempt attempt;
  private boolean cancelled;

  DecisionDial(Route route, Decision.To decision, Channel client, DecisionListener listener) {
    this.route = route;
    this.now = decision;
    this.client = client;
    this.listener = listener;
  }

  DecisionDial start() {
    DialRequest request = DialRequest.of(now, client);
    Dialer dialer = route.dialer();
    Dialer.Attempt begun =
        now.fallbacks().isEmpty()
            ? dialer.dial(request, client.eventLoop(), this)
            : dialer.dialOnce(request, client.eventLoop(), this);
    if (attempt == null) { // it may have ended already, and another one begun
      attempt = begun;
    }
    return this;
  }

  @Override
  public void connected(Channel upstream) {
    if (cancelled) {
      upstream.close();
    } else {
      listener.connected(upstream, now);
    }
  }

  @Override
  public void failed(Failure failure) {
    if (cancelled) {
      return;
    }
    Decision.To next = now.next();
    if (next == null) {
      listener.failed(failure, now);
      return;
    }
    now = next;
    route.meter(client.eventLoop()).retried();
    listener.turnedTo(next);
    attempt = null;
    start();
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (attempt != null) {
      attempt.cancel();
    }
  }
}
