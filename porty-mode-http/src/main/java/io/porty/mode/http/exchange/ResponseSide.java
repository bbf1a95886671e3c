package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.MessageWriter;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.rewrite.ResponseRewrite;
import io.porty.mode.http.rewrite.Trailers;
import io.porty.mode.http.upstream.ResponseSink;
import io.porty.mode.http.upstream.UpstreamConnection;
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
  private boolean headRequest;
  private boolean oldClient;
  private byte @Nullable [] upgrade;
  private Rewrite edits = Rewrite.none();
  private boolean begun;
  private long bytes;

  ResponseSide(Exchange exchange, HttpLoop loop, Channel client) {
    this.exchange = exchange;
    this.loop = loop;
    this.client = client;
  }

  /**
   * @param oldClient HTTP/1.0: no chunks, no interim responses
   */
  void start(boolean headRequest, boolean oldClient) {
    this.headRequest = headRequest;
    this.oldClient = oldClient;
    upgrade = null;
    edits = Rewrite.none();
    begun = false;
    bytes = 0;
  }

  /** Whether the final head went to the client. */
  boolean hasBegun() {
    return begun;
  }

  /** Bytes of content so far. */
  long bytes() {
    return bytes;
  }

  boolean isToOldClient() {
    return oldClient;
  }

  @Override
  public boolean isHeadRequest() {
    return headRequest;
  }

  @Override
  public byte @Nullable [] upgrade() {
    return upgrade;
  }

  /** What the router changes of the final head. */
  void edit(Rewrite changes) {
    edits = changes;
  }

  /**
   * @param protocol that was asked for and may be switched to; null for none
   */
  void mayUpgradeTo(byte @Nullable [] protocol) {
    upgrade = protocol;
  }

  @Override
  public void interim(ResponseHead response) {
    exchange.answered();
    if (!oldClient) {
      ResponseRewrite.writeInterim(loop.writer, response);
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
    Framing out = framing;
    if (framing == Framing.CHUNKED || framing == Framing.UNTIL_CLOSE) {
      out = oldClient ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }
    boolean stays = exchange.answered(response, out != Framing.UNTIL_CLOSE);
    ResponseRewrite.Connection told =
        !stays
            ? ResponseRewrite.Connection.CLOSE
            : oldClient ? ResponseRewrite.Connection.KEEP_ALIVE : ResponseRewrite.Connection.SILENT;
    ResponseRewrite.write(loop.writer, response, told, out, length, loop.date(), edits.response());
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
        exchange.fail(Failure.upstream(FailureCode.BACKEND_INVALID, "malformed trailers"));
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
    byte[] protocol = upgrade;
    if (protocol == null) {
      throw new IllegalStateException("switched unasked");
    }
    ResponseRewrite.writeSwitch(loop.writer, response, protocol, edits.response());
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
