package io.porty.mode.http.exchange;

import io.porty.api.mode.PendingDecision;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.RetainedHead;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/**
 * Phase "route": calls the route's router, and retains the request's head if it is needed later.
 * Reused for every exchange of a stream. On its event loop.
 */
final class Routing {

  /** Called once with the decision and the head that it applies to. */
  interface Listener {
    void decided(RequestHead head, Decision decision);
  }

  private final Listener exchange;
  private final ExchangeLoop loop;
  private final ClientStream client;
  private @Nullable RetainedHead retained;
  private @Nullable PendingDecision pending;

  Routing(Listener exchange, ExchangeLoop loop, ClientStream client) {
    this.exchange = exchange;
    this.loop = loop;
    this.client = client;
  }

  /** Calls the router; the listener is called before this returns, or later. */
  void route(RequestHead head, HttpRoute route) {
    RouteAnswer answer;
    RouteView view = loop.view();
    view.open(head, client, route);
    try {
      answer = route.router().route(view);
    } finally {
      view.close();
    }
    if (answer instanceof RouteAnswer.Async later) {
      RetainedHead kept = retain(head);
      pending =
          PendingDecision.await(
              later, client.executor(), decision -> decided(kept.head(), decision));
    } else {
      exchange.decided(head, (Decision) answer);
    }
  }

  /** Runs as a task, which would swallow exceptions. */
  private void decided(RequestHead head, Decision decision) {
    try {
      exchange.decided(head, decision);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      client.failed(e);
    }
  }

  /** Retains the head until the exchange ends. */
  RetainedHead retain(RequestHead head) {
    RetainedHead kept = retained;
    if (kept == null) {
      kept = head.retain();
      retained = kept;
    }
    return kept;
  }

  /** The retained head. */
  RequestHead retained() {
    RetainedHead kept = retained;
    if (kept == null) {
      throw new IllegalStateException("the head was not kept");
    }
    return kept.head();
  }

  /** The exchange has ended: a pending decision is cancelled. */
  void end() {
    retained = null;
    PendingDecision waited = pending;
    if (waited != null) {
      pending = null;
      waited.cancel();
    }
  }
}
