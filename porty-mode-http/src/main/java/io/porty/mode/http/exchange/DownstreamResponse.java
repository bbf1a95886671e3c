package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.OutgoingResponse;
import io.porty.mode.http.edit.ResponseEdit;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * Phase "receive": forwards the backend's response to the client. Reused for every exchange of a
 * stream. On its event loop.
 */
final class DownstreamResponse implements UpstreamStream.Handler {

  /** Implemented by the exchange. */
  interface Listener {

    /** The final response head was received and is forwarded next. */
    void responded(ResponseHead head);

    /** The response is forwarded completely. */
    void responseComplete();

    /** The 101 response is forwarded. */
    void upgraded(ResponseHead head, UpstreamStream.Detached upstream);

    /** The backend failed before the response was complete. */
    void upstreamFailed(Failure failure);

    /** Ends the exchange with a failure. */
    void fail(Failure failure);
  }

  private final Listener exchange;
  private final ExchangeLoop loop;
  private final ClientStream client;
  private final Lease lease;
  private final UpstreamRequest request;
  private final Deadlines deadlines;
  private final OutgoingResponse outgoing = new OutgoingResponse();
  private byte[] keepAliveLine = Ascii.NONE;
  private byte @Nullable [] upgrade;
  private @Nullable GrpcCall call;
  private boolean headRequest;
  private boolean begun;
  private boolean eventStream;
  private long bytes;

  /** The lease is that of the backend's stream. */
  DownstreamResponse(
      Listener exchange,
      ExchangeLoop loop,
      ClientStream client,
      Lease lease,
      UpstreamRequest request,
      Deadlines deadlines) {
    this.exchange = exchange;
    this.loop = loop;
    this.client = client;
    this.lease = lease;
    this.request = request;
    this.deadlines = deadlines;
  }

  /**
   * Prepares for the next request.
   *
   * @param head null if it is malformed
   */
  void reset(@Nullable RequestHead head) {
    headRequest = head != null && head.isHead();
    call = null;
    upgrade = null;
    outgoing.clear();
    keepAliveLine = Ascii.NONE;
    begun = false;
    eventStream = false;
    bytes = 0;
  }

  /** The route is known. */
  void start(HttpRoute route, RequestHead head) {
    if (client.isHttp2()) {
      call = GrpcCall.of(head.parser());
      deadlines.grant(call);
    }
    keepAliveLine = route.keepAliveLine();
    if (client.tls() != null) {
      outgoing.hsts(route.https().hstsLine());
    }
  }

  /** The gRPC call; null if it is none. */
  @Nullable GrpcCall call() {
    return call;
  }

  /**
   * Ends a response that has begun with the status of a failure, which only gRPC has room for.
   *
   * @return false if that is not possible: the response has to be reset
   */
  boolean endWith(Failure failure) {
    GrpcCall of = call;
    if (of == null || !of.mayEnd(failure)) {
      return false;
    }
    client.end(of.trailers(loop.writer(), failure));
    client.flush();
    return true;
  }

  /** The URLs of the exchange, set by the request. */
  ExchangeUrls urls() {
    return outgoing.urls();
  }

  /**
   * Called before the request is sent.
   *
   * @param changes the router's edits of the final response head
   * @param protocols the requested protocols; null for none
   */
  void expect(Rewrite changes, byte @Nullable [] protocols) {
    outgoing.edit(changes);
    upgrade = protocols;
  }

  /** Whether the final head was sent to the client. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether the response is a server-sent event stream. */
  boolean isEventStream() {
    return eventStream;
  }

  /** Content bytes so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean isHeadRequest() {
    return headRequest;
  }

  @Override
  public boolean completesByLength() {
    return !client.isHttp2();
  }

  @Override
  public boolean isRequestSent() {
    return request.isSent();
  }

  @Override
  public byte @Nullable [] upgrade() {
    return upgrade;
  }

  @Override
  public void interim(ResponseHead head) {
    answered();
    if (client.takesInterim()) {
      ResponseEdit.writeInterim(loop.writer(), head, outgoing);
      client.interim(loop.writer());
    }
  }

  /** Response bytes have arrived: the request cannot be retried any more. */
  private void answered() {
    request.drop();
    deadlines.bodyExpected();
    deadlines.touch();
  }

  @Override
  public void response(ResponseHead head, Framing in, long length, int bytesAfterHead) {
    begun = true;
    answered();
    exchange.responded(head);
    eventStream = head.isEventStream();
    if (call != null) {
      call.responded(head.parser(), length);
    }
    Framing out = client.outgoing(in);
    long told = client.isHttp2() && !head.declaresLength() ? -1 : length;
    outgoing.connection(client.connectionHeader(out), keepAliveLine).body(out, told);
    ResponseEdit.write(loop.writer(), head, outgoing, loop.clock().date());
    client.respond(loop.writer(), out, bytesAfterHead);
    if (in == Framing.UNTIL_CLOSE
        || (in == Framing.CONTENT_LENGTH && length - bytesAfterHead >= BulkSink.MIN_BYTES)) {
      BulkSink sink = client.bulkSink();
      UpstreamStream from = lease.connection();
      if (sink != null && from != null) {
        from.moveBodyTo(sink);
      }
    }
  }

  @Override
  public void responseData(ByteBuf in, int length) {
    bytes += length;
    deadlines.touch();
    if (call != null) {
      call.passed(in, length);
    }
    client.data(in, length);
    if (!client.isWritable()) {
      setReading(false);
    }
  }

  private void setReading(boolean wanted) {
    UpstreamStream from = lease.connection();
    if (from != null) {
      from.setReading(wanted);
    }
  }

  /** The writability of the client has changed. */
  void clientWritabilityChanged() {
    boolean writable = client.isWritable();
    if (writable) {
      // The wait was for the client, not for the backend.
      deadlines.touch();
    }
    if (begun) {
      setReading(writable);
    }
  }

  @Override
  public void responseMoved(int moved) {
    bytes += moved;
    deadlines.touch();
    if (!client.isWritable()) {
      setReading(false);
    }
  }

  @Override
  public void responsePaused() {
    client.flush();
  }

  @Override
  public void responseEnded(byte[] trailers, int length) {
    HeadWriter passed = null;
    if (length > 2) {
      passed = loop.trailers(trailers, length);
      if (passed == null) {
        exchange.fail(Failure.upstream(FailureCode.BACKEND_INVALID, loop.trailerFault()));
        return;
      }
      if (call != null) {
        call.ended(loop.trailerParser());
      }
    }
    client.end(passed);
    client.flush();
    exchange.responseComplete();
  }

  @Override
  public void switched(ResponseHead head, UpstreamStream.Detached upstream) {
    ResponseEdit.writeSwitch(loop.writer(), head, outgoing);
    client.interim(loop.writer());
    answered();
    exchange.upgraded(head, upstream);
  }

  @Override
  public void upstreamWritabilityChanged() {
    client.resumeBody();
  }

  @Override
  public void failed(Failure failure) {
    exchange.upstreamFailed(failure);
  }
}
