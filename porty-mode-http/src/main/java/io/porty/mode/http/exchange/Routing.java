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
 * Phase "route": asks a route's router where a request goes, and keeps the request's head where it
 * is needed later. Reused for every exchange of a stream; on its loop.
 */
final class Routing {

  /** Hears the decision, once, with the head that it is about. */
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

  /** Asks; the listener hears before this returns, or later. */
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

  /** Runs as a task, which would swallow what is thrown. */
  private void decided(RequestHead head, Decision decision) {
    try {
      exchange.decided(head, decision);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      client.failed(e);
    }
  }

  /** Keeps the head until the exchange is over. */
  RetainedHead retain(RequestHead head) {
    RetainedHead kept = retained;
    if (kept == null) {
      kept = head.retain();
      retained = kept;
    }
    return kept;
  }

  /** The head that was kept. */
  RequestHead retained() {
    RetainedHead kept = retained;
    if (kept == null) {
      throw new IllegalStateException("the head was not kept");
    }
    return kept.head();
  }

  /** The exchange is over: an answer that is still to come is for nobody. */
  void end() {
    retained = null;
    PendingDecision waited = pending;
    if (waited != null) {
      pending = null;
      waited.cancel();
    }
  }
}
