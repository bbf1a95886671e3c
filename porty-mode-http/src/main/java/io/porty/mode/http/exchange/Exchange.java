package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.log.Phase;
import io.porty.api.route.Decision;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.settings.HttpRoute;
import io.porty.mode.http.upstream.Loan;
import io.porty.mode.http.upstream.TargetPool;
import io.porty.mode.http.upstream.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its record: routed, forwarded, answered. Owner of everything that
 * belongs to it; reused for the next request of its connection. Every way out is {@link #finish},
 * {@link #cutOff}, {@link #switched} or {@link #clientGone}. Runs on the connection's loop.
 */
final class Exchange implements Loan.Borrower {

  private final ClientConnection connection;
  private final HttpAddress address;
  private final HttpLoop loop;
  private final Channel client;
  private final RequestBody body;
  private final ResponseSide response;
  private final Loan loan = new Loan(this);
  private final Routing routing;
  private final OutgoingHead head;
  private final ExchangeLog log = new ExchangeLog();
  private final Deadlines deadlines;

  private boolean active;
  private HttpRoute route;
  private boolean keepAlive;
  private boolean idempotent;
  private boolean retried;
  private boolean waiting;
  private boolean flushNeeded;
  private @Nullable TargetPool pool;
  private Decision.@Nullable To other;

  Exchange(ClientConnection connection, HttpAddress address, HttpLoop loop) {
    this.connection = connection;
    this.address = address;
    this.loop = loop;
    this.client = connection.channel();
    this.body = new RequestBody(loop);
    this.response = new ResponseSide(this, loop, client);
    this.routing = new Routing(this, connection, loop);
    this.head = new OutgoingHead(client);
    this.deadlines = new Deadlines(loop);
    this.route = address.first();
  }

  // The request

  /** Begins with the head that the loop's parser has just found complete. */
  void start() {
    RequestHead request = loop.request;
    FailureCode problem = request.read();
    boolean old = loop.parser().minor() == 0;
    if (problem == null) {
      problem =
          loop.framing.request(
              loop.parser().bytes(), loop.parser().fields(), loop.parser().minor());
    }
    reset(request.isHead(), old);
    if (problem != null) {
      log.begin(route, loop.parser(), loop.nextId());
      fail(Failure.client(problem, ""));
      return;
    }
    keepAlive = request.keepAlive();
    idempotent = request.isIdempotent();
    HttpRoute found =
        address
            .hosts()
            .find(loop.parser().bytes(), request.authorityStart(), request.authorityEnd());
    route = found == null ? address.first() : found;
    body.start(loop.framing.framing(), loop.framing.length(), route.maxBody());
    log.begin(route, loop.parser(), loop.nextId());
    if (found == null) {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    } else if (route.maxBody() > 0 && loop.framing.length() > route.maxBody()) {
      fail(Failure.client(FailureCode.BODY_TOO_LARGE, ""));
    } else if (request.hasVia() && LoopDetection.cameThroughHere(loop.parser(), address.token())) {
      fail(Failure.client(FailureCode.LOOP, ""));
    } else if (request.maxForwards() == 0) {
      lastHop(request);
    } else {
      routing.ask(route);
    }
  }

  /** A head that could not be read at all. */
  void refuseUnread(FailureCode code) {
    reset(false, false);
    log.begin(route, null, loop.nextId());
    fail(Failure.client(code, ""));
  }

  private void reset(boolean headRequest, boolean oldClient) {
    active = true;
    route = address.first();
    keepAlive = false;
    idempotent = false;
    retried = false;
    waiting = false;
    body.start(Framing.CHUNKED, -1, 0);
    response.start(headRequest, oldClient);
    deadlines.start();
  }

  /** RFC 9110 section 7.6.2: this request goes no further; TRACE's answer would be an echo. */
  private void lastHop(RequestHead request) {
    if (request.isTrace()) {
      fail(Failure.client(FailureCode.METHOD_REFUSED, "Max-Forwards is 0"));
    } else {
      refuse(200, "", "", null, null);
    }
  }

  /** The router has answered; the loop holds this request's head. */
  void decided(Decision decision) {
    if (decision instanceof Decision.To to) {
      log.routed(to.target(), to.note(), connection.peer());
      forward(to);
    } else if (decision instanceof Decision.Refuse refuse) {
      refuse(refuse, refuse.status() < 400 ? null : refuse.reason());
    } else {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    }
  }

  private void forward(Decision.To to) {
    TargetPool target = loop.pool(route).target(to.target());
    boolean hasOther = !to.fallbacks().isEmpty();
    pool = target;
    other = null;
    if (hasOther) {
      routing.keep();
      other = to.next();
    }
    byte[] upgrade =
        loop.framing.framing() == Framing.NONE ? loop.request.upgradeTo(route.upgrades()) : null;
    response.mayUpgradeTo(upgrade);
    response.edit(to.rewrite());
    head.make(loop, route, connection, target.hostField(), upgrade, to.rewrite());
    waiting = true;
    loan.ask(target, !isRepeatable(), hasOther);
    if (waiting) {
      deadlines.progressed();
    }
  }

  /** Whether the request may be sent twice, and still could be. */
  private boolean isRepeatable() {
    return idempotent && body.framing() == Framing.NONE;
  }

  @Override
  public void connected(UpstreamConnection lent) {
    boolean late = !connection.isProcessing();
    waiting = false;
    log.mark(Phase.CONNECTED);
    deadlines.progressed();
    lent.assign(response);
    body.to(lent.channel());
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
      fail(failure);
      return;
    }
    routing.restore();
    log.turnedTo(next.target());
    forward(next);
  }

  /** Sends what was written to the backend; at the end of a batch of reads. */
  void flushUpstream() {
    UpstreamConnection to = loan.held();
    if (flushNeeded && to != null) {
      flushNeeded = false;
      to.channel().flush();
    }
  }

  boolean wantsBody() {
    return active && !body.isDone();
  }

  /** Whether body bytes can go on now. */
  boolean takesBody() {
    UpstreamConnection to = loan.held();
    return to != null && to.channel().isWritable();
  }

  /** Passes on what the buffer has of the body. Answers whether there may be more to do with it. */
  boolean body(ByteBuf in) {
    RequestBody.Step step = body.pass(in);
    flushNeeded = true;
    deadlines.progressed();
    switch (step) {
      case MALFORMED -> fail(Failure.client(FailureCode.BAD_CHUNK, ""));
      case TOO_LARGE -> fail(Failure.client(FailureCode.BODY_TOO_LARGE, ""));
      case MORE, END -> {}
    }
    return active && step == RequestBody.Step.END;
  }

  void upstreamWritabilityChanged() {
    connection.processNow();
  }

  // The response

  @Nullable UpstreamConnection upstream() {
    return loan.held();
  }

  void progressed() {
    deadlines.progressed();
  }

  /** Something of an answer has come: the request will not be sent again. */
  void answered() {
    head.drop();
    deadlines.progressed();
  }

  /**
   * The final head has come.
   *
   * @param framed whether the client can tell the body's end from the connection's
   * @return whether the client's connection stays
   */
  boolean answered(ResponseHead by, boolean framed) {
    answered();
    log.responded(by.parser());
    keepAlive &= body.isDone() && framed && !connection.isDraining();
    return keepAlive;
  }

  void responseEnded() {
    boolean sent = body.isDone();
    loan.handBack(sent);
    finish(keepAlive && sent, 0, null, "");
  }

  void switched(ResponseHead by, @Nullable ByteBuf rest) {
    answered();
    log.responded(by.parser());
    UpstreamConnection lent = loan.held();
    if (lent == null) {
      throw new IllegalStateException("switched without a backend");
    }
    loan.forget();
    active = false;
    ByteBuf early = connection.leaveHttp();
    address
        .relay()
        .join(
            client,
            early,
            lent.channel(),
            rest,
            route.tunnelTimeout(),
            (up, down, failure) ->
                log.end(
                    connection.peer(),
                    up,
                    down,
                    0,
                    failure == null ? null : failure.toString(),
                    failure == null ? null : failure.code().word()));
  }

  void clientWritabilityChanged() {
    response.clientWritabilityChanged();
  }

  // The end

  /** The connection that was held is closed. */
  void upstreamFailed(Failure failure) {
    loan.forget();
    TargetPool target = pool;
    boolean repeat = failure.retry() == Failure.Retry.IF_REUSED && !response.hasBegun();
    if (repeat && head.isKept() && target != null) {
      retried = true;
      waiting = true;
      loan.askForFresh(target);
      return;
    }
    fail(failure);
  }

  /** Ends with a failure: as an answer if none has begun, else by breaking the connection. */
  void fail(Failure failure) {
    FailureCode code = failure.code();
    if (response.hasBegun()) {
      cutOff(code, failure.toString());
    } else {
      refuse(code.status(), code.word(), code.reason(), null, failure.toString());
    }
  }

  private void refuse(Decision.Refuse by, @Nullable String logged) {
    refuse(by.status(), by.word(), by.reason(), by, logged);
  }

  /**
   * Answers in place of a backend.
   *
   * @param by a router's refusal, which may say more; null if it is Porty's own
   */
  private void refuse(
      int status,
      String word,
      String reason,
      Decision.@Nullable Refuse by,
      @Nullable String logged) {
    dropUpstream();
    boolean stays = keepAlive && body.isDone() && !connection.isDraining();
    LocalReply.Persistence told =
        !stays
            ? LocalReply.Persistence.CLOSE
            : response.isToOldClient()
                ? LocalReply.Persistence.KEEP_ALIVE
                : LocalReply.Persistence.SILENT;
    if (by == null) {
      LocalReply.write(client, loop, status, word, reason, response.isHeadRequest(), told);
    } else {
      LocalReply.write(client, loop, by, response.isHeadRequest(), told);
    }
    finish(stays, status, logged, word);
  }

  private void cutOff(FailureCode code, String logged) {
    dropUpstream();
    boolean visible = response.cut();
    end(code.status(), logged, code.word());
    if (visible) {
      connection.cut();
    } else {
      connection.abort();
    }
  }

  private void finish(boolean stays, int status, @Nullable String failure, String word) {
    boolean complete = body.isDone();
    end(status, failure, word);
    connection.exchangeEnded(stays, complete);
  }

  private void end(int status, @Nullable String failure, String word) {
    log.end(
        connection.peer(),
        body.total(),
        response.bytes(),
        status,
        failure,
        failure == null ? null : word);
    active = false;
    routing.forget();
    head.drop();
  }

  /** The client's connection is gone; so is the reason for this exchange. */
  void clientGone() {
    if (active) {
      Failure failure = Failure.client(FailureCode.CLIENT_CLOSED, "");
      response.discard();
      dropUpstream();
      end(failure.code().status(), failure.toString(), failure.code().word());
    }
  }

  /** The client sends nothing more, but may still wait for its answer. */
  void clientHalfClosed() {
    deadlines.clientHalfClosed();
  }

  /** Called a few times a second: everything that lasts too long ends here. */
  void tick() {
    if (!active) {
      return;
    }
    if (body.isDone() && client.isWritable() && deadlines.hasClientLeft()) {
      clientGone();
      client.close();
    } else if (loan.isQueued()) {
      if (deadlines.silentFor(route.responseTimeout())) {
        fail(Failure.porty(FailureCode.TOO_BUSY, ""));
      }
    } else if (loan.held() != null) {
      Failure late = deadlines.missed(route, body.isDone(), takesBody(), response.hasBegun());
      if (late != null) {
        fail(late);
      }
    }
  }

  /** Closes: whoever comes after must not find half a request on it. */
  private void dropUpstream() {
    body.discard();
    waiting = false;
    flushNeeded = false;
    loan.giveUp();
  }
}
