package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.OutgoingRequest;
import io.porty.mode.http.edit.RequestEdit;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.pool.Reuse;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * Phase "send": the request to one backend: its head, its body, and whether it can be retried.
 * Reused for every exchange of a stream. On its event loop.
 */
final class UpstreamRequest implements ClientStream.BodyHandler {

  /** Implemented by the exchange. */
  interface Listener {

    /** Ends the exchange with a failure. */
    void fail(Failure failure);
  }

  private final Listener exchange;
  private final ExchangeLoop loop;
  private final Lease lease;
  private final Deadlines deadlines;

  private final ClientStream client;
  private final OutgoingRequest outgoing;
  private final UpstreamRequestHead head = new UpstreamRequestHead();
  private HttpRoute route;
  private Framing in = Framing.NONE;
  private long length;
  private boolean idempotent;
  private boolean retried;
  private boolean reused;
  private boolean retires;
  private boolean authenticates;
  private boolean sent;
  private boolean awaitsEnd; // declared empty by a stream that is not ended yet
  private long bytes;

  /**
   * @param trace of the current exchange
   */
  UpstreamRequest(
      Listener exchange,
      ExchangeLoop loop,
      ClientStream client,
      RequestTrace trace,
      Lease lease,
      Deadlines deadlines) {
    this.exchange = exchange;
    this.loop = loop;
    this.client = client;
    this.lease = lease;
    this.deadlines = deadlines;
    this.outgoing = new OutgoingRequest(client.forwarded(), trace, client.tls());
    if (client.isHttp2()) {
      outgoing.overHttp2();
    }
    this.route = loop.routes().unrouted();
  }

  /** Resets the state before the next request is known. */
  void reset() {
    idempotent = false;
    retried = false;
    in = Framing.UNTIL_CLOSE;
    length = -1;
    sent = false;
    awaitsEnd = false;
    bytes = 0;
  }

  /**
   * Starts a request.
   *
   * @param by framing of the incoming body
   * @param declared length of the body, -1 if it is not declared; at 0 the head waits for the end
   *     of the body if there is a framing: it would be a complete request for the backend, while
   *     surplus content may still make it malformed (RFC 9113 section 8.1.1)
   */
  void start(RequestHead request, HttpRoute to, Framing by, long declared) {
    route = to;
    idempotent = request.isIdempotent();
    awaitsEnd = by == Framing.CONTENT_LENGTH && declared == 0;
    in = awaitsEnd ? Framing.NONE : by;
    length = declared;
    sent = by == Framing.NONE;
  }

  /**
   * Writes the head for a target.
   *
   * @param hostField the Host value of the target
   * @param urls of the exchange, set here
   * @return the protocols that the backend may switch to; null for none
   */
  byte @Nullable [] prepare(
      HeadWriter writer, RequestHead request, Decision.To to, byte[] hostField, ExchangeUrls urls) {
    byte[] upgrade = request.upgradeTo(route.upgrades(), hasBody());
    retires = upgrade != null && hasBody();
    authenticates = request.authenticatesConnection();
    boolean keepsHost = !route.rewritten().contains(ExchangeUrls.Part.HOST);
    outgoing
        .from(route.hop(), route.trusts(client.peer()))
        .to(keepsHost && request.hasAuthority() ? null : hostField, to.rewrite())
        .body(out(), length)
        .upgrade(upgrade);
    urls.start(request, outgoing, route.rewritten());
    RequestEdit.write(loop.writer(), request, outgoing, urls);
    head.set(loop.writer().toBuffer(client.allocator()));
    return upgrade;
  }

  private boolean hasBody() {
    return in != Framing.NONE;
  }

  /** The head has HTTP/1.1 form, whatever the protocol of the connection. */
  private Framing out() {
    return in.outgoing(false);
  }

  /** Which connections may be reused for it. */
  Reuse reuse() {
    return isRepeatable() ? Reuse.ANY : Reuse.CHECKED;
  }

  /** Whether the request is repeatable, and can still be repeated. */
  private boolean isRepeatable() {
    return idempotent && !hasBody();
  }

  /** Sends the head, and the body as it comes. */
  void send(UpstreamStream to) {
    if (sent || !awaitsEnd) {
      sendHead(to);
    }
  }

  /** The head is retained if the backend may have closed an idle connection at the same time. */
  private void sendHead(UpstreamStream to) {
    if (authenticates) {
      to.bindToClient();
    }
    if (retires) {
      to.retire();
    }
    reused = to.isReused();
    boolean keep = !retried && !hasBody() && ((reused && idempotent) || to.isHttp2());
    if (!client.neverIndexed().isEmpty()) {
      to.neverIndexed(client.neverIndexed());
    }
    to.send(head.take(keep), out());
    if (!sent && in == Framing.CONTENT_LENGTH && length >= BulkSink.MIN_BYTES) {
      BulkSink sink = to.bulkSink();
      if (sink != null) {
        client.moveBodyTo(sink);
      }
    }
  }

  /** Whether the request is sent completely. */
  boolean isSent() {
    return sent;
  }

  /** Content bytes so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean takesBody() {
    UpstreamStream to = lease.connection();
    return to != null && to.isWritable();
  }

  @Override
  public boolean takesEnd() {
    return lease.connection() != null;
  }

  @Override
  public boolean takesEndOnly() {
    UpstreamStream to = lease.connection();
    return in == Framing.CHUNKED && to != null && to.isHttp2() && !to.isWritable();
  }

  @Override
  public void requestData(ByteBuf data, int count) {
    requestProgress();
    UpstreamStream to = lease.connection();
    if (route.maxBody() > 0 && bytes + count > route.maxBody()) {
      exchange.fail(Failure.client(FailureCode.BODY_TOO_LARGE, ""));
    } else if (to != null) {
      bytes += count;
      to.data(data, count);
    }
  }

  @Override
  public void requestMoved(int count) {
    requestProgress();
    bytes += count;
  }

  @Override
  public void requestProgress() {
    deadlines.bodyExpected();
    deadlines.touch();
  }

  @Override
  public boolean requestEnded(byte[] trailers, int count) {
    requestProgress();
    UpstreamStream to = lease.connection();
    if (to == null) {
      return false;
    }
    HeadWriter passed = null;
    if (count > 2) {
      passed = loop.trailers(trailers, count);
      if (passed == null) {
        malformedBody(loop.trailerFault());
        return false;
      }
    }
    sent = true;
    if (awaitsEnd) {
      sendHead(to);
    } else {
      to.end(passed);
    }
    return true;
  }

  @Override
  public void malformedBody(String fault) {
    FailureCode code = client.isHttp2() ? FailureCode.BAD_REQUEST : FailureCode.BAD_CHUNK;
    exchange.fail(Failure.client(code, fault));
  }

  @Override
  public void requestPaused() {
    UpstreamStream to = lease.connection();
    if (to != null) {
      to.flush();
    }
  }

  /**
   * Counts a retry; false if the request cannot be retried.
   *
   * @param by when the failed attempt allows one
   */
  boolean retry(Failure.Retry by) {
    boolean allowed =
        switch (by) {
          case YES -> true;
          case IF_REUSED -> reused && isRepeatable();
          case NO -> false;
        };
    if (!allowed || !head.isKept()) {
      return false;
    }
    retried = true;
    return true;
  }

  /** The request will not be retried. */
  void drop() {
    head.drop();
  }
}
