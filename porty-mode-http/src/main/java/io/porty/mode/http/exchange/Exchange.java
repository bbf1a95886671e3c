package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.log.Phase;
import io.porty.api.mode.Dialer;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.MessageWriter;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.rewrite.RequestRewrite;
import io.porty.mode.http.rewrite.ResponseRewrite;
import io.porty.mode.http.rewrite.Trailers;
import io.porty.mode.http.settings.HttpRoute;
import io.porty.mode.http.upstream.ResponseSink;
import io.porty.mode.http.upstream.TargetPool;
import io.porty.mode.http.upstream.UpstreamConnection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its record: routed, forwarded, answered. Owner of everything that
 * belongs to it; reused for the next request of its connection. Every way out is {@link #finish} or
 * {@link #vanish}. Runs on the connection's loop.
 */
final class Exchange implements ResponseSink, TargetPool.Borrower {

  /**
   * A client that has half-closed may have gone altogether; if the backend stays silent for so
   * long, it has.
   */
  private static final int HALF_CLOSED_TICKS = 7;

  private static final byte[] NO_TRAILERS = new byte[0];

  private final ClientConnection connection;
  private final HttpAddress address;
  private final HttpLoop loop;
  private final Channel client;
  private final BodyReader requestBody = new BodyReader();
  private final MessageWriter toUpstream = new MessageWriter();
  private final MessageWriter toClient = new MessageWriter();
  private final ExchangeLog log = new ExchangeLog();

  private boolean active;
  private int serial;
  private HttpRoute route;
  private boolean headRequest;
  private boolean oldClient;
  private boolean keepAlive;
  private boolean idempotent;
  private boolean upgrade;
  private boolean requestDone;
  private boolean responded;
  private boolean halfClosed;
  private boolean retried;
  private boolean flushNeeded;
  private long responseBytes;
  private int progressAt;
  private @Nullable TargetPool pool;
  private Dialer.@Nullable Attempt dialing;
  private boolean awaitingConnection;
  private @Nullable UpstreamConnection upstream;
  private @Nullable ByteBuf head;

  Exchange(ClientConnection connection, HttpAddress address, HttpLoop loop) {
    this.connection = connection;
    this.address = address;
    this.loop = loop;
    this.client = connection.channel();
    this.route = address.first();
  }

  // The request

  /** Begins with the head that the loop's parser has just found complete. */
  void start() {
    reset();
    RequestHead request = loop.request;
    FailureCode problem = request.read();
    oldClient = loop.parser().minor() == 0;
    headRequest = request.isHead();
    if (problem == null) {
      problem =
          loop.framing.request(
              loop.parser().bytes(), loop.parser().fields(), loop.parser().minor());
    }
    if (problem != null) {
      log.begin(route, loop.parser(), loop.nextId());
      fail(Failure.client(problem, ""));
      return;
    }
    keepAlive = request.keepAlive();
    idempotent = request.isIdempotent();
    upgrade = request.wantsWebSocket() && loop.framing.framing() == Framing.NONE;
    requestBody.start(loop.framing.framing(), loop.framing.length());
    requestDone = requestBody.isComplete();
    byte[] bytes = loop.parser().bytes();
    HttpRoute found = address.hosts().find(bytes, request.authorityStart(), request.authorityEnd());
    route = found == null ? address.first() : found;
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
      ask(request);
    }
  }

  /** RFC 9110 section 7.6.2: this request goes no further; TRACE's answer would be an echo. */
  private void lastHop(RequestHead request) {
    if (request.isTrace()) {
      fail(Failure.client(FailureCode.METHOD_REFUSED, "Max-Forwards is 0"));
    } else {
      refuse(200, "", "", null);
    }
  }

  /** A head that could not be read at all. */
  void refuseUnread(FailureCode code) {
    reset();
    log.begin(route, null, loop.nextId());
    fail(Failure.client(code, ""));
  }

  private void reset() {
    active = true;
    serial++;
    route = address.first();
    headRequest = false;
    oldClient = false;
    keepAlive = false;
    idempotent = false;
    upgrade = false;
    requestDone = false;
    responded = false;
    halfClosed = false;
    retried = false;
    responseBytes = 0;
    progressAt = loop.now();
    requestBody.start(Framing.NONE, 0);
  }

  private void ask(RequestHead request) {
    RouteAnswer answer;
    loop.view.open(request, connection, route.name());
    try {
      answer = route.router().route(loop.view);
    } finally {
      loop.view.close();
    }
    if (answer instanceof RouteAnswer.Later later) {
      int expected = serial;
      byte[] copy = java.util.Arrays.copyOf(loop.parser().bytes(), loop.parser().headEnd());
      later
          .decision()
          .thenAccept(
              decision -> client.eventLoop().execute(() -> resume(expected, copy, decision)));
    } else {
      decided((Decision) answer);
    }
  }

  /** A later decision: the loop's parser has seen other heads since, so it reads this one again. */
  private void resume(int expected, byte[] copy, Decision decision) {
    if (!active || serial != expected) {
      return;
    }
    loop.parser().request(copy, copy.length);
    loop.request.read();
    loop.framing.request(copy, loop.parser().fields(), loop.parser().minor());
    decided(decision);
    connection.processNow();
  }

  private void decided(Decision decision) {
    if (decision instanceof Decision.To to) {
      log.routed(to.target(), to.note(), connection.peer());
      forward(to);
    } else if (decision instanceof Decision.Refuse refuse) {
      refuse(refuse.status(), refuse.word(), refuse.reason(), refuse.reason());
    } else {
      fail(Failure.client(FailureCode.NO_ROUTE, ""));
    }
  }

  private void forward(Decision.To to) {
    TargetPool target = loop.pool(route).target(to.target());
    pool = target;
    boolean trusted =
        connection.peer() instanceof InetSocketAddress inet && route.trusts(inet.getAddress());
    HeadWriter out = loop.writer;
    byte[] host = route.preservesHost() && loop.request.hasAuthority() ? null : target.hostField();
    RequestRewrite.write(
        out,
        loop.request,
        host,
        connection.forwarded(),
        trusted,
        loop.framing.framing(),
        loop.framing.length());
    head = client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length());
    UpstreamConnection idle = target.lend();
    if (idle != null) {
      connected(idle);
    } else {
      dial(target);
    }
  }

  private void dial(TargetPool target) {
    awaitingConnection = true;
    Dialer.Attempt attempt = target.dial(this);
    dialing = awaitingConnection ? attempt : null;
  }

  @Override
  public void connected(UpstreamConnection lent) {
    boolean dialled = awaitingConnection;
    awaitingConnection = false;
    dialing = null;
    upstream = lent;
    log.mark(Phase.CONNECTED);
    progressAt = loop.now();
    lent.assign(this);
    toUpstream.start(lent.channel(), requestBody.framing());
    ByteBuf out = head;
    if (out == null) {
      throw new IllegalStateException("no head to send");
    }
    if (mayRetry(lent)) {
      out.retain();
    } else {
      head = null;
    }
    lent.channel().write(out, lent.channel().voidPromise());
    flushNeeded = true;
    if (dialled) {
      connection.processNow();
    }
  }

  /**
   * A reused connection may have died unnoticed; then a request that can be sent twice is, once, on
   * a fresh one.
   */
  private boolean mayRetry(UpstreamConnection lent) {
    return lent.isReused() && !retried && idempotent && requestBody.framing() == Framing.NONE;
  }

  @Override
  public void notConnected(Failure failure) {
    awaitingConnection = false;
    dialing = null;
    fail(failure);
  }

  /** Sends what was written to the backend; at the end of a batch of reads. */
  void flushUpstream() {
    UpstreamConnection to = upstream;
    if (flushNeeded && to != null) {
      flushNeeded = false;
      to.channel().flush();
    }
  }

  boolean wantsBody() {
    return active && !requestDone;
  }

  /** Whether body bytes can go on now. */
  boolean takesBody() {
    UpstreamConnection to = upstream;
    return to != null && to.channel().isWritable();
  }

  /** Passes on what the buffer has of the body. Answers whether there may be more to do with it. */
  boolean body(ByteBuf in) {
    while (true) {
      switch (requestBody.next(in)) {
        case DATA -> {
          int length = requestBody.available(in);
          if (route.maxBody() > 0 && requestBody.total() + length > route.maxBody()) {
            fail(Failure.client(FailureCode.BODY_TOO_LARGE, ""));
            return false;
          }
          toUpstream.data(in, length);
          requestBody.consumed(length);
          progressAt = loop.now();
        }
        case END -> {
          endRequest();
          return active;
        }
        case BROKEN -> {
          fail(Failure.client(FailureCode.BAD_CHUNK, ""));
          return false;
        }
        case MORE -> {
          toUpstream.push();
          flushNeeded = true;
          return false;
        }
      }
    }
  }

  private void endRequest() {
    byte[] trailers = NO_TRAILERS;
    int length = 0;
    if (requestBody.trailerBytes() > 2) {
      if (!Trailers.rewrite(
          loop.trailerParser, requestBody.trailers(), requestBody.trailerBytes(), loop.writer)) {
        fail(Failure.client(FailureCode.BAD_CHUNK, "malformed trailers"));
        return;
      }
      trailers = loop.writer.bytes();
      length = loop.writer.length();
    }
    requestDone = true;
    toUpstream.end(trailers, length);
    toUpstream.push();
    flushNeeded = true;
    progressAt = loop.now();
  }

  @Override
  public void upstreamWritabilityChanged() {
    connection.processNow();
  }

  // The response

  @Override
  public boolean isHeadRequest() {
    return headRequest;
  }

  @Override
  public boolean mayUpgrade() {
    return upgrade;
  }

  @Override
  public void interim(ResponseHead response) {
    dropHead();
    progressAt = loop.now();
    if (!oldClient) {
      HeadWriter out = loop.writer;
      ResponseRewrite.writeInterim(out, response);
      client.writeAndFlush(
          client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length()),
          client.voidPromise());
    }
  }

  @Override
  public void head(ResponseHead response, Framing framing, long length, int behind) {
    dropHead();
    responded = true;
    progressAt = loop.now();
    log.responded(response.parser());
    Framing out = framing;
    if (framing == Framing.CHUNKED || framing == Framing.UNTIL_CLOSE) {
      out = oldClient ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }
    keepAlive &= requestDone && out != Framing.UNTIL_CLOSE && !connection.isDraining();
    ResponseRewrite.Connection told =
        !keepAlive
            ? ResponseRewrite.Connection.CLOSE
            : oldClient ? ResponseRewrite.Connection.KEEP_ALIVE : ResponseRewrite.Connection.SILENT;
    ResponseRewrite.write(loop.writer, response, told, out, length, loop.date());
    toClient.start(client, out);
    toClient.head(loop.writer.bytes(), loop.writer.length(), behind);
  }

  @Override
  public void data(ByteBuf in, int length) {
    responseBytes += length;
    progressAt = loop.now();
    toClient.data(in, length);
    UpstreamConnection from = upstream;
    if (from != null && !client.isWritable()) {
      from.setReading(false);
    }
  }

  @Override
  public void pause() {
    toClient.push();
    client.flush();
  }

  void clientWritabilityChanged() {
    UpstreamConnection from = upstream;
    if (from != null && responded) {
      from.setReading(client.isWritable());
    }
  }

  @Override
  public void end(BodyReader body) {
    byte[] trailers = NO_TRAILERS;
    int length = 0;
    if (body.trailerBytes() > 2) {
      if (!Trailers.rewrite(
          loop.trailerParser, body.trailers(), body.trailerBytes(), loop.writer)) {
        fail(Failure.upstream(FailureCode.BACKEND_INVALID, "malformed trailers"));
        return;
      }
      trailers = loop.writer.bytes();
      length = loop.writer.length();
    }
    toClient.end(trailers, length);
    toClient.push();
    client.flush();
    UpstreamConnection lent = upstream;
    upstream = null;
    if (lent != null) {
      lent.handBack(requestDone);
    }
    finish(keepAlive && requestDone, 0, null);
  }

  @Override
  public void switched(ResponseHead response, @Nullable ByteBuf rest) {
    dropHead();
    log.responded(response.parser());
    ResponseRewrite.write(
        loop.writer, response, ResponseRewrite.Connection.SWITCH, Framing.NONE, -1, loop.date());
    HeadWriter out = loop.writer;
    client.writeAndFlush(
        client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length()),
        client.voidPromise());
    UpstreamConnection lent = upstream;
    upstream = null;
    active = false;
    ByteBuf early = connection.leaveHttp();
    if (lent == null) {
      throw new IllegalStateException("switched without a backend");
    }
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
                    connection.peer(), up, down, 0, failure == null ? null : failure.toString()));
  }

  // The end

  @Override
  public void failed(Failure failure) {
    upstream = null;
    TargetPool target = pool;
    boolean again =
        failure.retry() == Failure.Retry.IF_REUSED && head != null && !responded && target != null;
    if (again) {
      retried = true;
      ByteBuf out = head;
      if (out != null) {
        out.readerIndex(0);
      }
      dial(target);
      return;
    }
    fail(failure);
  }

  /** Ends with a failure: as an answer if none has begun, else by breaking the connection. */
  private void fail(Failure failure) {
    FailureCode code = failure.code();
    refuse(code.status(), code.word(), code.reason(), failure.toString());
  }

  private void refuse(int status, String word, String reason, @Nullable String logged) {
    dropUpstream();
    toUpstream.discard();
    if (responded) {
      toClient.push();
      boolean hidden = toClient.framing() == Framing.UNTIL_CLOSE;
      log.end(connection.peer(), requestBody.total(), responseBytes, status, logged);
      active = false;
      dropHead();
      if (hidden) {
        connection.abort();
      } else {
        connection.cut();
      }
      return;
    }
    boolean stays = keepAlive && requestDone && !connection.isDraining();
    LocalReply.Persistence told =
        !stays
            ? LocalReply.Persistence.CLOSE
            : oldClient ? LocalReply.Persistence.KEEP_ALIVE : LocalReply.Persistence.SILENT;
    LocalReply.write(client, loop, status, word, reason, headRequest, told);
    finish(stays, status, logged);
  }

  private void finish(boolean stays, int status, @Nullable String failure) {
    log.end(connection.peer(), requestBody.total(), responseBytes, status, failure);
    boolean complete = requestDone;
    active = false;
    dropHead();
    connection.exchangeEnded(stays, complete);
  }

  /** The client's connection is gone; so is the reason for this exchange. */
  void clientGone() {
    if (!active) {
      return;
    }
    active = false;
    toUpstream.discard();
    toClient.discard();
    dropUpstream();
    dropHead();
    Failure failure = Failure.client(FailureCode.CLIENT_CLOSED, "");
    log.end(
        connection.peer(),
        requestBody.total(),
        responseBytes,
        failure.code().status(),
        failure.toString());
  }

  /** The client sends nothing more, but may still wait for its answer. */
  void clientHalfClosed() {
    halfClosed = true;
  }

  /** Called a few times a second: everything that lasts too long ends here. */
  void tick(int now) {
    if (!active) {
      return;
    }
    int waited = now - progressAt;
    if (halfClosed && requestDone && waited >= HALF_CLOSED_TICKS && client.isWritable()) {
      clientGone();
      client.close();
    } else if (awaitingConnection || upstream == null) {
      return;
    } else if (!requestDone && waited >= route.bodyTimeout()) {
      boolean clientIsLate = takesBody();
      fail(
          clientIsLate
              ? Failure.client(FailureCode.BODY_TIMEOUT, "")
              : Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "it takes no more of the request"));
    } else if (requestDone && !responded && waited >= route.responseTimeout()) {
      fail(Failure.upstream(FailureCode.RESPONSE_TIMEOUT, ""));
    } else if (responded && requestDone && waited >= route.bodyTimeout()) {
      fail(Failure.upstream(FailureCode.BACKEND_CUT, "the response made no progress"));
    }
  }

  private void dropUpstream() {
    if (awaitingConnection) {
      awaitingConnection = false;
      if (dialing != null) {
        dialing.cancel();
        dialing = null;
        if (pool != null) {
          pool.released();
        }
      }
    }
    UpstreamConnection lent = upstream;
    upstream = null;
    flushNeeded = false;
    if (lent != null) {
      lent.close();
    }
  }

  private void dropHead() {
    if (head != null) {
      head.release();
      head = null;
    }
  }
}
