package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.OutgoingRequest;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.pool.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * The request of an exchange on its way to a backend: its head, its body, and the connection that
 * is lent for it; turns to another target, or to a fresh connection, where that is safe. Reused for
 * every exchange of a connection; on its loop.
 */
final class RequestSide implements Lease.Borrower {

  private final Exchange exchange;
  private final ClientConnection connection;
  private final HttpLoop loop;
  private final ResponseSide response;
  private final Routing routing;
  private final RequestBody body;
  private final UpstreamRequestHead head;
  private final OutgoingRequest outgoing;
  private final Lease lease;
  private HttpRoute route;
  private Framing outgoingFraming = Framing.NONE;
  private boolean idempotent;
  private boolean retried;
  private boolean waiting;
  private boolean flushNeeded;
  private boolean once;
  private boolean authenticates;
  private @Nullable TargetPool pool;
  private Decision.@Nullable To other;

  RequestSide(
      Exchange exchange,
      ClientConnection connection,
      HttpLoop loop,
      ResponseSide response,
      Routing routing,
      RequestTrace trace,
      HttpRoute first) {
    this.outgoing = new OutgoingRequest(connection.forwarded(), trace);
    this.exchange = exchange;
    this.connection = connection;
    this.lease = new Lease(this, connection.channel());
    this.loop = loop;
    this.response = response;
    this.routing = routing;
    this.body = new RequestBody(loop);
    this.head = new UpstreamRequestHead(connection.channel());
    this.route = first;
  }

  /** Before anything is known of the request: its body could be anything. */
  void reset() {
    idempotent = false;
    retried = false;
    waiting = false;
    // Not complete before a head has come.
    body.start(Framing.UNTIL_CLOSE, -1, 0);
  }

  /** Begins with the head that the loop's parser holds. */
  void start(HttpRoute to) {
    route = to;
    idempotent = loop.request.isIdempotent();
    Framing incoming = loop.framing.framing();
    outgoingFraming = incoming.outgoing(false);
    body.start(incoming, loop.framing.length(), to.maxBody());
  }

  /** Sends the head that the loop's parser holds, as soon as there is a connection. */
  void forward(Decision.To to) {
    TargetPool target = loop.pool(route).target(to.target(), to.chosenByClient());
    boolean hasOther = !to.fallbacks().isEmpty();
    pool = target;
    other = null;
    if (hasOther) {
      routing.keep();
      other = to.next();
    }
    RequestHead request = loop.request;
    byte[] upgrade = request.upgradeTo(route.upgrades(), body.isPresent());
    once = upgrade != null && body.isPresent();
    authenticates = request.authenticatesConnection();
    boolean keepsHost = !route.rewritten().contains(ExchangeUrls.Part.HOST);
    byte[] host = keepsHost && request.hasAuthority() ? null : target.hostField();
    outgoing
        .from(route.hop(), route.trusts(connection.peer()))
        .to(host, to.rewrite())
        .body(outgoingFraming, loop.framing.length())
        .upgrade(upgrade);
    response.mayUpgradeTo(upgrade);
    response.edit(to.rewrite());
    response.urls().start(request, outgoing, route.rewritten());
    head.make(loop, outgoing, response.urls());
    waiting = true;
    lease.ask(target, !isRepeatable(), hasOther);
    if (waiting) {
      exchange.progressed();
    }
  }

  /** Whether the request may be sent twice, and still could be. */
  private boolean isRepeatable() {
    return idempotent && !body.isPresent();
  }

  @Override
  public void connected(UpstreamConnection lent) {
    boolean late = !connection.isProcessing();
    waiting = false;
    exchange.connected(lent.isReused());
    lent.assign(response);
    if (authenticates) {
      lent.bind();
    }
    if (once) {
      lent.retire();
    }
    body.to(lent.channel(), outgoingFraming);
    head.send(lent.channel(), lent.isReused() && !retried && isRepeatable());
    flushNeeded = true;
    if (late) {
      connection.processNow();
    }
  }

  @Override
  public void notConnected(Failure failure) {
    waiting = false;
    Decision.To next = other;
    if (next == null) {
      exchange.fail(failure);
      return;
    }
    routing.restore();
    exchange.turnedTo(next.target());
    forward(next);
  }

  /**
   * The connection that was held is gone. Answers whether the request goes out again on a fresh
   * one: if that is safe, and the backend had just closed an idle connection.
   */
  boolean sendsAgain(Failure failure) {
    lease.forget();
    TargetPool target = pool;
    boolean repeat = failure.retry() == Failure.Retry.IF_REUSED && !response.hasBegun();
    if (!repeat || !head.isKept() || target == null) {
      return false;
    }
    retried = true;
    waiting = true;
    lease.askForFresh(target);
    return true;
  }

  /** Sends what was written to the backend; at the end of a batch of reads. */
  void flush() {
    UpstreamConnection to = lease.held();
    if (flushNeeded && to != null) {
      flushNeeded = false;
      to.channel().flush();
    }
  }

  /** Whether all of the body was read and passed on. */
  boolean isSent() {
    return body.isDone();
  }

  /** Bytes of content so far. */
  long bytes() {
    return body.total();
  }

  /** Whether body bytes can go on now. */
  boolean takesBody() {
    UpstreamConnection to = lease.held();
    return to != null && to.channel().isWritable();
  }

  /** Passes on what the buffer has of the body. */
  RequestBody.Step pass(ByteBuf in) {
    flushNeeded = true;
    UpstreamConnection to = lease.held();
    if (to != null) {
      loop.bound(to.channel());
    }
    RequestBody.Step step = body.pass(in);
    if (step == RequestBody.Step.END && to != null) {
      to.requestSent();
    }
    return step;
  }

  /** Where the body is malformed, for people. */
  String bodyFault() {
    return body.fault();
  }

  /** The connection that is lent. */
  @Nullable UpstreamConnection upstream() {
    return lease.held();
  }

  /** Whether it waits for a place among the connections to its target. */
  boolean isQueued() {
    return lease.isQueued();
  }

  /** Something of an answer has come: the request will not be sent again. */
  void answered() {
    head.drop();
  }

  /** Gives the connection back after the whole answer. */
  void handBack() {
    lease.handBack(body.isDone());
  }

  /** The connection is somebody else's now. */
  void forgetUpstream() {
    lease.forget();
  }

  /** Closes the connection: whoever comes after must not find half a request on it. */
  void drop() {
    body.discard();
    waiting = false;
    flushNeeded = false;
    lease.giveUp();
  }

  /** The client has gone: a backend connection that is its own goes too. */
  void connectionOver() {
    lease.end();
  }

  /** The exchange is over. */
  void end() {
    routing.forget();
    head.drop();
  }
}
