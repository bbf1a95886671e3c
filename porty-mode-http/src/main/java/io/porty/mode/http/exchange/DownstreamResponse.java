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
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * Phase "receive": the backend's response on its way to the client. Reused for every exchange of a
 * stream; on its loop.
 */
final class DownstreamResponse implements UpstreamStream.Handler {

  /** What the response asks of its exchange. */
  interface Listener {

    boolean isRequestSent();

    /** Something of the response has come, before it is passed on. */
    void answered();

    /** The final head has come, before it is passed on. */
    void responded(ResponseHead head);

    /** Content has come. */
    void responseProgress();

    /** The body is long: what may be moved of it goes there. */
    void moveResponseTo(BulkSink sink);

    /** Whether the backend's response is read on. */
    void setReading(boolean wanted);

    /** All of it was passed on. */
    void responseComplete();

    /** The 101 was passed on. */
    void upgraded(ResponseHead head, UpstreamStream.Detached upstream);

    void upstreamWritable();

    /** The backend is gone before the response was complete. */
    void upstreamFailed(Failure failure);

    /** The exchange cannot go on. */
    void fail(Failure failure);
  }

  private final Listener exchange;
  private final ExchangeLoop loop;
  private final ClientStream client;
  private final OutgoingResponse outgoing = new OutgoingResponse();
  private byte[] keepAliveLine = Ascii.NONE;
  private byte @Nullable [] upgrade;
  private boolean headRequest;
  private boolean begun;
  private boolean eventStream;
  private long bytes;

  DownstreamResponse(Listener exchange, ExchangeLoop loop, ClientStream client) {
    this.exchange = exchange;
    this.loop = loop;
    this.client = client;
  }

  /**
   * For the next request.
   *
   * @param head null if it could not be read
   */
  void reset(@Nullable RequestHead head) {
    headRequest = head != null && head.isHead();
    upgrade = null;
    outgoing.clear();
    keepAliveLine = Ascii.NONE;
    begun = false;
    eventStream = false;
    bytes = 0;
  }

  /** The route is known. */
  void start(HttpRoute route) {
    keepAliveLine = route.keepAliveLine();
  }

  /** The URLs of the exchange, which the request begins. */
  ExchangeUrls urls() {
    return outgoing.urls();
  }

  /**
   * The request is about to be sent.
   *
   * @param changes what the router changes of the final head
   * @param protocols that were asked for and may be switched to; null for none
   */
  void expect(Rewrite changes, byte @Nullable [] protocols) {
    outgoing.edit(changes);
    upgrade = protocols;
  }

  /** Whether the final head went to the client. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether what comes are server-sent events. */
  boolean isEventStream() {
    return eventStream;
  }

  /** Bytes of content so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean isHeadRequest() {
    return headRequest;
  }

  @Override
  public boolean isRequestSent() {
    return exchange.isRequestSent();
  }

  @Override
  public byte @Nullable [] upgrade() {
    return upgrade;
  }

  @Override
  public void interim(ResponseHead head) {
    exchange.answered();
    if (client.takesInterim()) {
      ResponseEdit.writeInterim(loop.writer(), head, outgoing);
      client.interim(loop.writer());
    }
  }

  @Override
  public void response(ResponseHead head, Framing in, long length, int behind) {
    begun = true;
    exchange.responded(head);
    eventStream = head.isEventStream();
    Framing out = client.outgoing(in);
    outgoing.connection(client.connectionHeader(out), keepAliveLine).body(out, length);
    ResponseEdit.write(loop.writer(), head, outgoing, loop.clock().date());
    client.respond(loop.writer(), out, behind);
    if (in == Framing.UNTIL_CLOSE
        || in == Framing.CONTENT_LENGTH && length - behind >= BulkSink.MIN_BYTES) {
      BulkSink sink = client.bulkSink();
      if (sink != null) {
        exchange.moveResponseTo(sink);
      }
    }
  }

  @Override
  public void responseData(ByteBuf in, int length) {
    bytes += length;
    exchange.responseProgress();
    client.data(in, length);
    if (!client.isWritable()) {
      exchange.setReading(false);
    }
  }

  @Override
  public void responseMoved(int moved) {
    bytes += moved;
    exchange.responseProgress();
    if (!client.isWritable()) {
      exchange.setReading(false);
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
    }
    client.end(passed);
    client.flush();
    exchange.responseComplete();
  }

  @Override
  public void switched(ResponseHead head, UpstreamStream.Detached upstream) {
    ResponseEdit.writeSwitch(loop.writer(), head, outgoing);
    client.interim(loop.writer());
    exchange.upgraded(head, upstream);
  }

  @Override
  public void upstreamWritabilityChanged() {
    exchange.upstreamWritable();
  }

  @Override
  public void failed(Failure failure) {
    exchange.upstreamFailed(failure);
  }
}
