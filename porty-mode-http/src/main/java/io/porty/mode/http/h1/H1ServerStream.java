package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.porty.api.FailureCode;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The only stream of an HTTP/1 connection, reused for its requests: reads the body with the framing
 * of the request, and writes the response with Porty's own framing. On the connection's event loop.
 */
final class H1ServerStream implements ClientStream {

  private final H1StreamOwner connection;
  private final H1LoopState loop;
  private final Channel channel;
  private final @Nullable TlsSession tls;
  private final Handler handler;
  private final H1RequestBody body;
  private final H1MessageWriter writer = new H1MessageWriter();
  private @Nullable H1BulkSink sink;
  private HttpRoute route;
  private boolean http10;
  private boolean asksKeepAlive;
  private boolean keepAlive;
  private int finished;
  private long bytesToClient;

  H1ServerStream(H1StreamOwner connection, H1LoopState loop) {
    this.connection = connection;
    this.loop = loop;
    this.channel = connection.conduit().channel();
    this.tls = ConnectionFacts.tlsOf(channel);
    this.route = loop.unrouted();
    this.handler = loop.handlers().open(this);
    this.body = new H1RequestBody(handler.body(), connection::hasInput);
  }

  // Called by the connection

  Handler handler() {
    return handler;
  }

  /** Starts the request in the event loop's parser. */
  void begin(RequestHead head, FramingRules framing) {
    begin(head);
    keepAlive = head.keepAlive();
    body.start(framing.framing(), framing.length());
    handler.request(head, framing.framing(), framing.length());
  }

  /** Starts a request that is answered with an error; as {@link ClientStream.Handler#rejected}. */
  void beginRejected(@Nullable RequestHead head, FailureCode why, String where) {
    begin(head);
    keepAlive = false;
    body.startUnknown();
    handler.rejected(head, why, where);
  }

  private void begin(@Nullable RequestHead head) {
    http10 = head != null && head.parser().minor() == 0;
    asksKeepAlive = head != null && head.connection().keepAlive();
    route = loop.unrouted();
    writer.start(channel, Framing.NONE);
  }

  /** The body of the request. */
  H1RequestBody body() {
    return body;
  }

  /** The route whose settings apply to the end of the connection. */
  HttpRoute route() {
    return route;
  }

  /** The client is gone: nothing more is written. */
  void discard() {
    body.stopMoving();
    writer.discard();
  }

  int finishedExchanges() {
    return finished;
  }

  long bytesToClient() {
    return bytesToClient;
  }

  // ClientStream

  @Override
  public Conduit connection() {
    return connection.conduit();
  }

  @Override
  public SocketAddress peer() {
    return connection.peer();
  }

  @Override
  public @Nullable SocketAddress relay() {
    return ConnectionFacts.relayOf(channel);
  }

  @Override
  public @Nullable ProxyFacts proxy() {
    return ConnectionFacts.proxyOf(channel);
  }

  @Override
  public SocketAddress local() {
    return ConnectionFacts.localOf(channel);
  }

  @Override
  public @Nullable TlsSession tls() {
    return tls;
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  @Override
  public Executor executor() {
    return channel.eventLoop();
  }

  @Override
  public void routed(HttpRoute to) {
    route = to;
  }

  @Override
  public void resumeBody() {
    connection.resume();
  }

  @Override
  public void moveBodyTo(BulkSink to) {
    body.moveTo(loop.listener().relay(), connection.conduit(), to);
  }

  private void drained() {
    handler.clientWritabilityChanged();
  }

  /** HTTP/1.0 has no interim responses. */
  @Override
  public boolean takesInterim() {
    return !http10;
  }

  @Override
  public Framing outgoing(Framing in) {
    return in.outgoing(http10);
  }

  /** With Keep-Alive: timeout=N if the client sent Keep-Alive. */
  @Override
  public ConnectionHeader connectionHeader(Framing out) {
    keepAlive &= body.isComplete() && out != Framing.UNTIL_CLOSE && !connection.isLastAnswer();
    if (!keepAlive) {
      return ConnectionHeader.CLOSE;
    }
    return http10 || asksKeepAlive ? ConnectionHeader.KEEP_ALIVE : ConnectionHeader.NONE;
  }

  @Override
  public void interim(HeadWriter head) {
    reply(head);
  }

  @Override
  public void reply(HeadWriter message) {
    channel.writeAndFlush(message.toBuffer(channel.alloc()), channel.voidPromise());
  }

  @Override
  public void respond(HeadWriter head, Framing out, int bytesAfterHead) {
    writer.start(channel, out);
    writer.head(head, bytesAfterHead);
  }

  @Override
  public void data(ByteBuf in, int length) {
    bytesToClient += length;
    loop.limitWrites(channel);
    writer.data(in, length);
  }

  @Override
  public void end(@Nullable HeadWriter trailers) {
    writer.end(trailers);
  }

  @Override
  public void flush() {
    writer.writeBuffered();
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable() && bytesInFlight() == 0;
  }

  @Override
  public long bytesBeforeWritable() {
    return channel.bytesBeforeWritable() + bytesInFlight();
  }

  @Override
  public @Nullable BulkSink bulkSink() {
    if (!connection.conduit().mayBeSpliced()) {
      return null;
    }
    H1BulkSink made = sink;
    if (made == null) {
      made = new H1BulkSink(connection.conduit(), writer, this::drained);
      sink = made;
    }
    return made;
  }

  private long bytesInFlight() {
    H1BulkSink made = sink;
    return made == null ? 0 : made.bytesInFlight();
  }

  @Override
  public void finished() {
    body.stopMoving();
    finished++;
    connection.finished(
        keepAlive && body.isComplete()
            ? H1StreamOwner.Ending.KEEP_ALIVE
            : body.isComplete() ? H1StreamOwner.Ending.CLOSE : H1StreamOwner.Ending.LINGER);
  }

  @Override
  public void reset() {
    body.stopMoving();
    finished++;
    writer.writeBuffered();
    connection.cut(writer.framing() != Framing.UNTIL_CLOSE);
  }

  @Override
  public void close() {
    body.stopMoving();
    finished++;
    writer.discard();
    connection.close();
  }

  @Override
  public void failed(Throwable cause) {
    connection.failed(cause);
  }

  /** Ends the exchange and the connection after an internal error. */
  void end(Throwable cause) {
    keepAlive = false;
    handler.failed(cause);
  }

  @Override
  public void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end) {
    connection.upgrade(upstream, idle, end);
  }
}
