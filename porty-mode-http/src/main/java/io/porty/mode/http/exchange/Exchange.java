package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its access log record, in phases: route, acquire, send, receive,
 * end. Owns the state of these phases, and is reused for the next request of its stream. On the
 * stream's event loop; {@link #end} is the only exit.
 */
final class Exchange
    implements ClientStream.Handler,
        Routing.Listener,
        Acquisition.Listener,
        UpstreamRequest.Listener,
        DownstreamResponse.Listener {

  private final ClientStream client;
  private final ExchangeLoop loop;
  private final RequestTrace trace = new RequestTrace();
  private final ExchangeLog log;
  private final Routing routing;
  private final UpstreamRequest request;
  private final DownstreamResponse response;
  private final Acquisition acquisition;
  private final Lease lease;
  private final Deadlines deadlines;
  private final TimeoutCheck timeouts;

  private HttpRoute route;
  private boolean active;
  private boolean internalError; // causes any later failure

  Exchange(ClientStream client, ExchangeLoop loop) {
    this.client = client;
    this.loop = loop;
    this.route = loop.routes().unrouted();
    this.log = new ExchangeLog(trace, client);
    this.routing = new Routing(this, loop, client);
    this.deadlines = new Deadlines(loop.clock());
    this.acquisition = new Acquisition(this, client.connection(), log, deadlines);
    this.lease = acquisition.lease();
    this.request = new UpstreamRequest(this, loop, client, trace, lease, deadlines);
    this.response = new DownstreamResponse(this, loop, client, lease, request, deadlines);
    this.timeouts = new TimeoutCheck(deadlines, client, lease, request, response);
  }

  // Begin

  @Override
  public void request(RequestHead head, Framing in, long length) {
    HeadParser parser = head.parser();
    HttpRoute found =
        loop.routes().find(parser.bytes(), head.authorityStart(), head.authorityEnd());
    begin(found == null ? loop.routes().unrouted() : found, head);
    request.start(head, route, in, length);
    deadlines.expectContinue(head.expectsContinue());
    response.start(route, head);
    String challenge = ChallengeAnswer.to(loop.routes().challenges(), head);
    Failure refusal = Admission.refusal(found, head, length, client, loop.routes().instanceToken());
    if (challenge != null) {
      answer(OwnResponse.of(loop.reply().challenge(challenge), 200));
    } else if (refusal != null) {
      fail(refusal);
    } else if (ToHttps.applies(route, head, client)) {
      redirect(head);
    } else if (head.maxForwards() == 0) {
      answer(OwnResponse.of(loop.reply().options(), 200));
    } else {
      routing.route(head, route);
    }
  }

  @Override
  public void rejected(@Nullable RequestHead head, FailureCode why, String where) {
    HttpRoute found = why == FailureCode.TLS_EXPECTED ? ToHttps.route(loop.routes(), head) : null;
    begin(found == null ? loop.routes().unrouted() : found, head);
    if (found != null && head != null) {
      redirect(head);
    } else {
      fail(Failure.client(why, where));
    }
  }

  private void redirect(RequestHead head) {
    answer(OwnResponse.of(loop.reply().redirect(head, route.https().port()), 308));
  }

  private void begin(HttpRoute on, @Nullable RequestHead head) {
    HeadParser parser = head == null ? null : head.parser();
    active = true;
    internalError = false;
    route = on;
    client.routed(on);
    request.reset();
    response.reset(head);
    deadlines.start();
    trace.clear();
    if (parser != null && (on.trace() != RequestTrace.Mode.PROPAGATE || on.isRecorded())) {
      trace.read(parser, on.trace());
    }
    log.begin(on, parser, loop.nextId(), loop.meter(on));
  }

  // 1. Route

  @Override
  public void decided(RequestHead head, Decision decision) {
    if (decision instanceof Decision.To to) {
      acquire(head, to);
    } else if (decision instanceof Decision.Respond refuse) {
      answer(OwnResponse.of(loop.reply(), response.call(), refuse));
    } else {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    }
  }

  // 2. Acquire

  private void acquire(RequestHead head, Decision.To to) {
    log.routed(to.target(), to.note(), client.peer());
    if (!to.fallbacks().isEmpty()) {
      routing.retain(head);
    }
    acquisition.start(to, prepare(head, to), request.reuse());
  }

  private TargetPool prepare(RequestHead head, Decision.To to) {
    TargetPool pool = loop.pools(route).target(head, to, response.call() != null);
    byte[] upgrade = request.prepare(loop.writer(), head, to, pool.hostField(), response.urls());
    response.expect(to.rewrite(), upgrade);
    return pool;
  }

  @Override
  public TargetPool prepareNext(Decision.To next) {
    return prepare(routing.retained(), next);
  }

  // 3. Send

  @Override
  public void acquired(UpstreamStream upstream) {
    if (response.call() != null && !upstream.isHttp2()) {
      fail(Failure.upstream(FailureCode.BACKEND_INVALID, SchemeHint.NO_HTTP2));
      return;
    }
    upstream.assign(response);
    request.send(upstream);
    client.resumeBody();
  }

  @Override
  public ClientStream.BodyHandler body() {
    return request;
  }

  /** Retries what was not processed, or is repeatable and met the end of an idle connection. */
  @Override
  public void upstreamFailed(Failure failure) {
    if (!response.hasBegun() && request.retry(failure.retry())) {
      acquisition.again(loop.pools(route), failure);
    } else {
      lease.detach();
      fail(failure);
    }
  }

  // 4. Receive: see DownstreamResponse
  @Override
  public void responded(ResponseHead head) {
    log.responded(head.parser());
  }

  @Override
  public void clientWritabilityChanged() {
    response.clientWritabilityChanged();
  }

  @Override
  public void responseComplete() {
    lease.release(request.isSent());
    end(0, null, "");
    client.finished();
  }

  @Override
  public void upgraded(ResponseHead head, UpstreamStream.Detached upstream) {
    log.responded(head.parser());
    lease.detach();
    active = false;
    routing.end();
    client.upgrade(upstream, route.tunnelTimeout(), new Tunnel(client.peer(), log));
  }

  // 5. End

  /** Responds with an error if no response has begun, otherwise resets the stream. */
  @Override
  public void fail(Failure failure) {
    if (response.hasBegun()) {
      FailureCode code = failure.code();
      lease.cancel();
      boolean ended = response.endWith(failure);
      end(code.status(), failure.toString(), code.code());
      if (ended) {
        client.finished();
      } else {
        client.reset();
      }
      return;
    }
    String hint = SchemeHint.of(failure, log.routedTo());
    answer(OwnResponse.of(loop.reply(), response.call(), failure, hint));
  }

  private void answer(OwnResponse own) {
    lease.cancel();
    own.send(client, route, response.isHeadRequest());
    end(own.status(), own.failure(), own.errorCode());
    client.finished();
  }

  @Override
  public void failed(Throwable cause) {
    internalError = true;
    if (active) {
      fail(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    } else {
      client.close();
    }
  }

  @Override
  public void clientGone() {
    if (active) {
      Failure failure =
          internalError
              ? Failure.porty(FailureCode.INTERNAL_ERROR, "")
              : Failure.client(FailureCode.CLIENT_CLOSED, "");
      lease.cancel();
      end(failure.code().status(), failure.toString(), failure.code().code());
    }
  }

  @Override
  public void notTaken() {
    fail(Failure.client(FailureCode.SEND_TIMEOUT, ""));
  }

  /** Ends; the status is that of a local reply, else 0. */
  private void end(int status, @Nullable String failure, String errorCode) {
    active = false;
    routing.end();
    request.drop();
    String code = failure == null ? null : errorCode;
    log.grpc(response.call());
    log.end(client.peer(), request.bytes(), response.bytes(), status, failure, code);
  }

  @Override
  public void connectionEnded() {
    lease.close();
  }

  @Override
  public void clientHalfClosed() {
    deadlines.clientHalfClosed();
  }

  @Override
  public String target() {
    return log.target();
  }

  @Override
  public void tick() {
    if (active && timeouts.hasClientLeft(route.timeouts())) {
      clientGone();
      client.close();
    }
    Failure late = active ? timeouts.late(route.timeouts(), response.call()) : null;
    if (late != null) {
      fail(late);
    }
  }
}
