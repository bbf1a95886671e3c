package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/** Dials a decision's targets in turn: a {@link RoutedDial} by the route's dialer. */
final class DecisionDial
    implements Dialer.Attempt, Dialer.Listener, RoutedDial.Connector, RoutedDial.Listener {

  private final Route route;
  private final Channel client;
  private final DecisionListener listener;
  private final RoutedDial dial = new RoutedDial(this, this);
  private Dialer.@Nullable Attempt attempt;
  private boolean cancelled;

  DecisionDial(Route route, Channel client, DecisionListener listener) {
    this.route = route;
    this.client = client;
    this.listener = listener;
  }

  DecisionDial start(Decision.To decision) {
    dial.start(decision);
    return this;
  }

  @Override
  public void connect(Decision.To to, boolean onlyOnce) {
    attempt = null;
    DialRequest request = DialRequest.of(to, client);
    Dialer.Attempt begun =
        onlyOnce
            ? route.dialer().dialOnce(request, client.eventLoop(), this)
            : route.dialer().dial(request, client.eventLoop(), this);
    if (attempt == null) { // it may have ended already, and another one begun
      attempt = begun;
    }
  }

  @Override
  public void connected(Channel upstream) {
    if (cancelled) {
      upstream.close();
    } else {
      listener.connected(upstream, dial.current());
    }
  }

  @Override
  public void failed(Failure failure) {
    if (!cancelled) {
      dial.failed(failure);
    }
  }

  @Override
  public void failedOver(Decision.To failed, Failure why, Decision.To next) {
    RouteMeter meter = route.meter(client.eventLoop());
    meter.tryFailed(failed.target(), why.code().code());
    meter.retried();
    listener.failedOver(next);
  }

  @Override
  public void failed(Failure failure, Decision.To last) {
    listener.failed(failure, last);
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (attempt != null) {
      attempt.cancel();
    }
  }
}
