package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.OutgoingResponse;
import io.porty.mode.http.edit.ResponseEdit;
import io.porty.mode.http.edit.Trailers;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.MessageWriter;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.pool.ResponseSink;
import io.porty.mode.http.pool.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * The response of an exchange on its way to the client, under Porty's own framing. Reused for every
 * exchange of a connection; on its loop.
 */
final class ResponseSide implements ResponseSink {

  private static final byte[] NO_TRAILERS = new byte[0];

  private final Exchange exchange;
  private final HttpLoop loop;
  private final Channel client;
  private final MessageWriter writer = new MessageWriter();
  private final OutgoingResponse outgoing = new OutgoingResponse();
  private boolean headRequest;
  private boolean http10Client;
  private boolean asksKeepAlive;
  private byte @Nullable [] upgrade;
  private byte[] keepAliveLine = Ascii.NONE;
  private boolean begun;
  private boolean eventStream;
  private long bytes;

  ResponseSide(Exchange exchange, HttpLoop loop, Channel client) {
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
    // HTTP/1.0: no chunks, no interim responses.
    http10Client = head != null && head.parser().minor() == 0;
    asksKeepAlive = head != null && head.connection().keepAlive();
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

  /** What the client is told of its connection; clients that ask are told for how long it stays. */
  OutgoingResponse.ConnectionHeader persistence(boolean stays) {
    if (!stays) {
      return OutgoingResponse.ConnectionHeader.CLOSE;
    }
    return http10Client || asksKeepAlive
        ? OutgoingResponse.ConnectionHeader.KEEP_ALIVE
        : OutgoingResponse.ConnectionHeader.NONE;
  }

  /** Whether what comes are server-sent events. */
  boolean isEventStream() {
    return eventStream;
  }

  /** Whether the final head went to the client. */
  boolean hasBegun() {
    return begun;
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
  public byte @Nullable [] upgrade() {
    return upgrade;
  }

  @Override
  public boolean isRequestSent() {
    return exchange.isRequestSent();
  }

  /** What the router changes of the final head. */
  void edit(Rewrite changes) {
    outgoing.edit(changes);
  }

  /** The URLs of the exchange. */
  ExchangeUrls urls() {
    return outgoing.urls();
  }

  /**
   * @param protocols that were asked for and may be switched to; null for none
   */
  void mayUpgradeTo(byte @Nullable [] protocols) {
    upgrade = protocols;
  }

  @Override
  public void interim(ResponseHead response) {
    exchange.answered();
    if (!http10Client) {
      ResponseEdit.writeInterim(loop.writer, response, outgoing);
      flushHead();
    }
  }

  private void flushHead() {
    HeadWriter out = loop.writer;
    client.writeAndFlush(
        client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length()),
        client.voidPromise());
  }

  @Override
  public void head(ResponseHead response, Framing framing, long length, int behind) {
    begun = true;
    Framing out = framing.outgoing(http10Client);
    boolean stays = exchange.answered(response, out != Framing.UNTIL_CLOSE);
    eventStream = response.isEventStream();
    outgoing.connection(persistence(stays), keepAliveLine).body(out, length);
    ResponseEdit.write(loop.writer, response, outgoing, loop.date());
    writer.start(client, out);
    writer.head(loop.writer.bytes(), loop.writer.length(), behind);
  }

  @Override
  public void data(ByteBuf in, int length) {
    bytes += length;
    exchange.progressed();
    loop.bound(client);
    writer.data(in, length);
    UpstreamConnection from = exchange.upstream();
    if (from != null && !client.isWritable()) {
      from.setReading(false);
    }
  }

  @Override
  public void pause() {
    writer.push();
    client.flush();
  }

  @Override
  public void end(BodyReader body) {
    byte[] trailers = NO_TRAILERS;
    int length = 0;
    if (body.trailerBytes() > 2) {
      if (!Trailers.rewrite(
          loop.trailerParser, body.trailers(), body.trailerBytes(), loop.writer)) {
        exchange.fail(
            Failure.upstream(
                FailureCode.BACKEND_INVALID, "malformed trailers: " + loop.trailerParser.fault()));
        return;
      }
      trailers = loop.writer.bytes();
      length = loop.writer.length();
    }
    writer.end(trailers, length);
    writer.push();
    client.flush();
    exchange.responseEnded();
  }

  @Override
  public void switched(ResponseHead response, @Nullable ByteBuf rest) {
    ResponseEdit.writeSwitch(loop.writer, response, outgoing);
    flushHead();
    exchange.switched(response, rest);
  }

  @Override
  public void upstreamWritabilityChanged() {
    exchange.upstreamWritabilityChanged();
  }

  @Override
  public void failed(Failure failure) {
    exchange.upstreamFailed(failure);
  }

  /** The client takes more, or no more. */
  void clientWritabilityChanged() {
    UpstreamConnection from = exchange.upstream();
    if (from != null && begun) {
      from.setReading(client.isWritable());
    }
  }

  /**
   * Ends a response that will not be completed, with what is at hand. Answers whether the client
   * can tell from the framing that it is cut.
   */
  boolean cut() {
    writer.push();
    return writer.framing() != Framing.UNTIL_CLOSE;
  }

  void discard() {
    writer.discard();
  }
}
