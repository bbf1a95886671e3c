package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.edit.OutgoingResponse;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.pool.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its record: routed, forwarded, answered. Owner of everything that
 * belongs to it; reused for the next request of its connection. Every way out is {@link #finish},
 * {@link #cutOff}, {@link #switched} or {@link #clientGone}. Runs on the connection's loop.
 */
final class Exchange {

  private final ClientConnection connection;
  private final HttpAddress address;
  private final HttpLoop loop;
  private final Channel client;
  private final RequestSide request;
  private final ResponseSide response;
  private final Routing routing;
  private final RequestTrace trace = new RequestTrace();
  private final ExchangeLog log = new ExchangeLog(trace);
  private final Deadlines deadlines;

  private boolean active;
  private HttpRoute route;
  private boolean keepAlive;

  Exchange(ClientConnection connection, HttpAddress address, HttpLoop loop) {
    this.connection = connection;
    this.address = address;
    this.loop = loop;
    this.client = connection.channel();
    this.route = address.first();
    this.response = new ResponseSide(this, loop, client);
    this.routing = new Routing(this, connection, loop);
    this.request = new RequestSide(this, connection, loop, response, routing, trace, route);
    this.deadlines = new Deadlines(loop);
  }

  // The request

  /** Begins with the head that the loop's parser has just found complete. */
  void start() {
    RequestHead head = loop.request;
    FailureCode problem = head.read();
    boolean inHead = problem != null;
    if (problem == null) {
      problem =
          loop.framing.request(
              loop.parser().bytes(), loop.parser().fields(), loop.parser().minor());
    }
    reset(head);
    if (problem != null) {
      log.begin(route, loop.parser(), loop.nextId(), loop.meter(route));
      int at = inHead ? head.problemAt() : loop.framing.problemAt();
      fail(Failure.client(problem, at < 0 ? "" : loop.parser().excerpt(at)));
      return;
    }
    keepAlive = head.keepAlive();
    HttpRoute found =
        address.hosts().find(loop.parser().bytes(), head.authorityStart(), head.authorityEnd());
    route = found == null ? address.first() : found;
    request.start(route);
    response.start(route);
    deadlines.start(route.timeouts(), head.expectsContinue());
    if (route.trace() != RequestTrace.Mode.PASS || route.isRecorded()) {
      trace.read(loop.parser(), route.trace());
    }
    log.begin(route, loop.parser(), loop.nextId(), loop.meter(route));
    if (found == null) {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    } else if (route.maxBody() > 0 && loop.framing.length() > route.maxBody()) {
      fail(Failure.client(FailureCode.BODY_TOO_LARGE, ""));
    } else if (head.hasVia()
        && LoopDetection.isLoop(loop.parser(), route.token(), address.token())) {
      fail(Failure.client(FailureCode.LOOP, ""));
    } else if (head.maxForwards() == 0) {
      lastHop(head);
    } else {
      routing.ask(route);
    }
  }

  /**
   * A head that could not be read at all.
   *
   * @param where the fault is; empty if it is none of the bytes
   */
  void refuseUnread(FailureCode code, String where) {
    reset(null);
    log.begin(route, null, loop.nextId(), loop.meter(route));
    fail(Failure.client(code, where));
  }

  /** A request of a client that is not to be served; the loop's parser holds its head. */
  void refuseUnserved(FailureCode code) {
    loop.request.read();
    reset(loop.request);
    log.begin(route, loop.parser(), loop.nextId(), loop.meter(route));
    fail(Failure.client(code, ""));
  }

  /**
   * @param head null if it could not be read
   */
  private void reset(@Nullable RequestHead head) {
    active = true;
    route = address.first();
    keepAlive = false;
    trace.clear();
    request.reset();
    response.reset(head);
    deadlines.start();
  }

  /** RFC 9110 section 7.6.2: this request goes no further; TRACE's answer would be an echo. */
  private void lastHop(RequestHead head) {
    if (head.isTrace()) {
      fail(Failure.client(FailureCode.METHOD_REFUSED, "Max-Forwards is 0"));
    } else {
      refuse(200, "", "", null, null);
    }
  }

  /** The router has answered; the loop holds this request's head. */
  void decided(Decision decision) {
    if (decision instanceof Decision.To to) {
      log.routed(to.target(), to.note(), connection.peer());
      request.forward(to);
    } else if (decision instanceof Decision.Refuse refuse) {
      refuse(refuse, refuse.status() < 400 ? null : refuse.reason());
    } else {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    }
  }

  /** A connection to the backend is at hand. */
  void connected(boolean reused) {
    log.connected(reused);
    deadlines.progressed();
  }

  /** The target could not be connected to; this one is next. */
  void turnedTo(Target next) {
    log.turnedTo(next);
  }

  /** Sends what was written to the backend; at the end of a batch of reads. */
  void flushUpstream() {
    request.flush();
  }

  boolean wantsBody() {
    return active && !request.isSent();
  }

  /** Whether all of the request was passed on. */
  boolean isRequestSent() {
    return request.isSent();
  }

  /** Whether body bytes can go on now. */
  boolean takesBody() {
    return request.takesBody();
  }

  /** Passes on what the buffer has of the body. Answers whether there may be more to do with it. */
  boolean body(ByteBuf in) {
    deadlines.bodyExpected();
    RequestBody.Step step = request.pass(in);
    deadlines.progressed();
    switch (step) {
      case MALFORMED -> fail(Failure.client(FailureCode.BAD_CHUNK, request.bodyFault()));
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
    return request.upstream();
  }

  void progressed() {
    deadlines.progressed();
  }

  /** Something of an answer has come. */
  void answered() {
    request.answered();
    deadlines.bodyExpected();
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
    keepAlive &= request.isSent() && framed && !connection.isLastAnswer();
    return keepAlive;
  }

  void responseEnded() {
    boolean sent = request.isSent();
    request.handBack();
    finish(keepAlive && sent, 0, null, "");
  }

  void switched(ResponseHead by, @Nullable ByteBuf rest) {
    answered();
    log.responded(by.parser());
    UpstreamConnection lent = request.upstream();
    if (lent == null) {
      throw new IllegalStateException("switched without a backend");
    }
    request.forgetUpstream();
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
            new Tunnel(connection.peer(), log));
  }

  void clientWritabilityChanged() {
    if (client.isWritable()) {
      // It was the client that was waited for, not the backend.
      deadlines.progressed();
    }
    response.clientWritabilityChanged();
  }

  // The end

  /** The connection that was held is closed. */
  void upstreamFailed(Failure failure) {
    if (request.sendsAgain(failure)) {
      log.retried();
    } else {
      fail(failure);
    }
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
    request.drop();
    boolean stays = keepAlive && request.isSent() && !connection.isLastAnswer();
    OutgoingResponse.ConnectionHeader told = response.persistence(stays);
    if (by == null) {
      LocalReply.write(client, loop, status, word, reason, response.isHeadRequest(), told);
    } else {
      LocalReply.write(client, loop, by, response.isHeadRequest(), told);
    }
    finish(stays, status, logged, word);
  }

  private void cutOff(FailureCode code, String logged) {
    request.drop();
    boolean visible = response.cut();
    end(code.status(), logged, code.word());
    if (visible) {
      connection.cut();
    } else {
      connection.abort();
    }
  }

  private void finish(boolean stays, int status, @Nullable String failure, String word) {
    boolean complete = request.isSent();
    end(status, failure, word);
    connection.exchangeEnded(stays, complete);
  }

  /** Where it goes, for people; empty if that is not known. */
  String at() {
    Target target = log.target();
    return target == null ? "" : target.toString();
  }

  private void end(int status, @Nullable String failure, String word) {
    connection.count(request.bytes(), response.bytes());
    log.end(
        connection.peer(),
        request.bytes(),
        response.bytes(),
        status,
        failure,
        failure == null ? null : word);
    active = false;
    request.end();
  }

  /** The client's connection is gone; so is the reason for this exchange. */
  void clientGone() {
    if (active) {
      Failure failure = Failure.client(FailureCode.CLIENT_CLOSED, "");
      response.discard();
      request.drop();
      end(failure.code().status(), failure.toString(), failure.code().word());
    }
  }

  /** The client sends nothing more, but may still wait for its answer. */
  void clientHalfClosed() {
    deadlines.clientHalfClosed();
  }

  /** Whose settings hold for what the connection does next. */
  HttpRoute route() {
    return route;
  }

  /** The client's connection is over: nothing that belongs to it alone is kept. */
  void connectionOver() {
    request.connectionOver();
  }

  /** Called a few times a second: everything that lasts too long ends here. */
  void tick() {
    if (!active) {
      return;
    }
    Timeouts by = route.timeouts();
    if (request.isSent() && client.isWritable() && deadlines.hasClientLeft(by)) {
      clientGone();
      client.close();
    } else if (request.isQueued()) {
      if (deadlines.silentFor(by.queue())) {
        fail(Failure.porty(FailureCode.TOO_BUSY, ""));
      }
    } else if (request.upstream() != null) {
      Failure late = late(by);
      if (late != null) {
        fail(late);
      }
    }
  }

  private @Nullable Failure late(Timeouts by) {
    boolean answering = response.hasBegun();
    if (answering && !client.isWritable()) {
      return deadlines.sending(by, response.bytes() - client.bytesBeforeWritable());
    }
    if (!request.isSent()) {
      return deadlines.uploading(by, request.bytes(), takesBody(), !answering);
    }
    return answering ? deadlines.receiving(by, response.isEventStream()) : deadlines.waiting(by);
  }
}
