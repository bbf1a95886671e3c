package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.api.FailureCode;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a client's HTTP/2 connection, with an exchange of its own; used again for a later
 * stream of the same connection. On the connection's event loop.
 */
final class H2ServerStream extends H2StreamState implements ClientStream {

  private final Handler handler;
  private HttpRoute route;
  private NeverIndexed neverIndexed = NeverIndexed.NONE;

  H2ServerStream(H2ServerConnection connection, Generation generation) {
    super(connection, generation);
    this.route = generation.loop().unrouted();
    this.handler = generation.loop().handlers().open(this);
    bodyOf(handler.body());
  }

  @Override
  Handler handler() {
    return handler;
  }

  @Override
  HttpRoute route() {
    return route;
  }

  /**
   * Starts the request in the event loop's parser.
   *
   * @param in {@link Framing#NONE} if there is no body
   * @param length declared length of the body, -1 if it is not declared
   */
  void request(RequestHead head, Framing in, long length) {
    route = generation().loop().unrouted();
    handler.request(head, in, length);
  }

  /** Starts a request that is answered with an error; as {@link ClientStream.Handler#rejected}. */
  void rejected(@Nullable RequestHead head, FailureCode why, String where) {
    route = generation().loop().unrouted();
    handler.rejected(head, why, where);
  }

  // ClientStream

  @Override
  public boolean isHttp2() {
    return true;
  }

  @Override
  public int number() {
    return id();
  }

  /** Sets which fields of the request no hop may index; before it is started. */
  void neverIndexed(NeverIndexed names) {
    neverIndexed = names;
  }

  @Override
  public NeverIndexed neverIndexed() {
    return neverIndexed;
  }

  @Override
  public Conduit connection() {
    return owner().conduit();
  }

  @Override
  public SocketAddress peer() {
    return owner().peer();
  }

  @Override
  public @Nullable SocketAddress relay() {
    return ConnectionFacts.relayOf(owner().channel());
  }

  @Override
  public @Nullable ProxyFacts proxy() {
    return ConnectionFacts.proxyOf(owner().channel());
  }

  @Override
  public SocketAddress local() {
    return ConnectionFacts.localOf(owner().channel());
  }

  @Override
  public @Nullable TlsSession tls() {
    return owner().tls();
  }

  @Override
  public ForwardedFields forwarded() {
    return owner().streams().forwarded();
  }

  @Override
  public ByteBufAllocator allocator() {
    return owner().channel().alloc();
  }

  @Override
  public Executor executor() {
    return owner().channel().eventLoop();
  }

  @Override
  public void routed(HttpRoute to) {
    route = to;
  }

  @Override
  public void resumeBody() {
    passUpload();
  }

  /** Frames lie between the bytes. */
  @Override
  public void moveBodyTo(BulkSink sink) {}

  @Override
  public boolean takesInterim() {
    return true;
  }

  /** The framing of the HTTP/1 form, whose fields about it are not sent. */
  @Override
  public Framing outgoing(Framing in) {
    return in.outgoing(false);
  }

  @Override
  public ConnectionHeader connectionHeader(Framing out) {
    return ConnectionHeader.NONE;
  }

  @Override
  public void interim(HeadWriter head) {
    response().interim(head);
  }

  @Override
  public void reply(HeadWriter message) {
    int end = response().reply(message);
    int length = message.length() - end;
    if (length > 0) {
      ByteBuf text = allocator().directBuffer(length);
      try {
        sendData(text.writeBytes(message.bytes(), end, length), length);
      } finally {
        text.release();
      }
      response().end(null);
    }
    owner().sender().flushSoon();
  }

  @Override
  public void respond(HeadWriter head, Framing out, int bytesAfterHead) {
    response().head(head, out == Framing.NONE);
  }

  @Override
  public void data(ByteBuf in, int length) {
    sendData(in, length);
  }

  @Override
  public void end(@Nullable HeadWriter trailers) {
    response().end(trailers);
  }

  @Override
  public void flush() {
    owner().sender().flushSoon();
  }

  @Override
  public boolean isWritable() {
    return download().waiting() < owner().memory().maxWaiting();
  }

  @Override
  public long bytesBeforeWritable() {
    return Math.max(0, download().waiting() - owner().memory().maxWaiting());
  }

  @Override
  public @Nullable BulkSink bulkSink() {
    return null;
  }

  @Override
  public void finished() {
    exchangeOver();
  }

  /** What has come before is delivered: clients may have a use for it. */
  @Override
  public void reset() {
    if (!isMuted() && !download().isDone()) {
      download().resetAfterData(H2Error.INTERNAL_ERROR);
      response().mute();
      flush();
    }
    exchangeOver();
    flush();
  }

  @Override
  public void close() {
    if (!download().isDone()) {
      kill(H2Error.INTERNAL_ERROR);
      flush();
    }
    exchangeOver();
  }

  @Override
  public void failed(Throwable cause) {
    route.route().faults().report("http_client", cause);
    try {
      handler.failed(cause);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      owner().failed(e);
    }
  }

  @Override
  public void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end) {
    startTunnel(upstream, idle, end);
  }
}
