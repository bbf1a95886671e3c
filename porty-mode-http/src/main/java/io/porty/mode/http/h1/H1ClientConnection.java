package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to a backend, leased to one exchange at a time: writes requests and reads
 * responses. While idle, end of stream or data closes it. On its event loop.
 */
final class H1ClientConnection extends PooledConnection implements H1ResponseOwner {

  private final H1ConnectionFactory wire;
  private final Channel channel;
  private final H1ResponseReader reader;
  private final H1MessageWriter writer = new H1MessageWriter();
  private @Nullable H1BulkSink sink;

  /** Made when it is needed: most requests never do. */
  private @Nullable Conduit conduit;

  private UpstreamStream.@Nullable Handler handler;
  private boolean leased;
  private boolean gone;
  private boolean reading;
  private boolean unflushed;
  private boolean bound;
  private boolean retired;
  private int served;

  H1ClientConnection(TargetPool pool, H1ConnectionFactory wire, Channel channel) {
    super(pool);
    this.wire = wire;
    this.channel = channel;
    this.bound = pool.namesClient();
    this.reader = new H1ResponseReader(this, wire.parsing());
  }

  /** Auto-close is off: a response may be readable after a failed write. */
  void open() {
    channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
    channel.pipeline().addLast("upstream", new H1ClientHandler(this));
  }

  // UpstreamStream

  @Override
  public boolean isReused() {
    return served > 0;
  }

  @Override
  public @Nullable SocketAddress address() {
    return channel.remoteAddress();
  }

  @Override
  public void assign(UpstreamStream.Handler to) {
    handler = to;
    leased = true;
    reader.begin();
    setReading(true);
  }

  @Override
  public void bindToClient() {
    bound = true;
  }

  @Override
  public void retire() {
    retired = true;
  }

  @Override
  public void send(ByteBuf head, Framing out) {
    writer.start(channel, out);
    unflushed = true;
    channel.write(head, channel.voidPromise());
  }

  @Override
  public void data(ByteBuf in, int length) {
    wire.limitWrites(channel);
    unflushed = true;
    writer.data(in, length);
  }

  @Override
  public void end(@Nullable HeadWriter trailers) {
    writer.end(trailers);
    unflushed = true;
    if (reader.hasWaitingSwitch()) {
      // Asynchronous, because the caller is still sending the request.
      channel.eventLoop().execute(reader::readSwitch);
    }
  }

  @Override
  public void flush() {
    if (unflushed) {
      unflushed = false;
      writer.writeBuffered();
      channel.flush();
    }
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable() && bytesInFlight() == 0;
  }

  @Override
  public @Nullable BulkSink bulkSink() {
    if (!conduit().mayBeSpliced()) {
      return null;
    }
    H1BulkSink made = sink;
    if (made == null) {
      made = new H1BulkSink(conduit(), writer, this::drained);
      sink = made;
    }
    return made;
  }

  private long bytesInFlight() {
    H1BulkSink made = sink;
    return made == null ? 0 : made.bytesInFlight();
  }

  @Override
  public void setReading(boolean wanted) {
    if (reading != wanted && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  @Override
  public void moveBodyTo(BulkSink to) {
    reader.moveBodyTo(wire.relay(), to);
  }

  void drained() {
    UpstreamStream.Handler to = handler;
    if (to != null) {
      to.upstreamWritabilityChanged();
    }
  }

  // PooledConnection

  @Override
  public boolean isIdle() {
    return !leased && !gone && channel.isActive();
  }

  @Override
  public boolean isBound() {
    return bound;
  }

  @Override
  public boolean release(boolean requestComplete) {
    handler = null;
    leased = false;
    if (!reader.isReusable() || retired || !requestComplete || !channel.isActive()) {
      close();
      return false;
    }
    served++;
    setReading(true);
    return true;
  }

  /**
   * Within an exchange the backend gets a reset, from which it learns at once that its response is
   * of no use; a FIN it could take for a half-close. Nor is the port used up by TIME_WAIT, however
   * many requests are given up.
   */
  @Override
  public void close() {
    boolean cut = leased && !reader.isDone();
    end(cut ? conduit()::abort : channel::close);
  }

  /** Detaches the channel for an upgrade; its handler is removed by the new owner. */
  @Override
  public void detach() {
    end(() -> {});
  }

  private void end(Runnable how) {
    handler = null;
    writer.discard();
    reader.stop();
    if (!gone) {
      gone = true;
      pool().gone(this);
      how.run();
    }
  }

  // H1ResponseOwner

  @Override
  public UpstreamStream.Handler handler() {
    UpstreamStream.Handler to = handler;
    if (to == null) {
      throw new IllegalStateException("no exchange");
    }
    return to;
  }

  @Override
  public Conduit conduit() {
    Conduit made = conduit;
    if (made == null) {
      made = wire.conduit(channel);
      conduit = made;
    }
    return made;
  }

  @Override
  public int now() {
    return pool().now();
  }

  @Override
  public void fail(Failure failure) {
    UpstreamStream.Handler to = handler;
    close();
    if (to != null) {
      to.failed(failure);
    }
  }

  // Called by the channel's handler

  /** Takes ownership of received bytes. */
  void received(ByteBuf in) {
    if (gone || reader.isDone()) {
      in.release();
      if (!leased) {
        close();
      }
    } else {
      reader.read(in);
    }
  }

  void readComplete() {
    UpstreamStream.Handler to = handler;
    if (to != null) {
      to.responsePaused();
    }
  }

  void internalError(Throwable cause) {
    wire.failed(cause);
    fail(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
  }

  /**
   * The connection is closed.
   *
   * @param broken the I/O error; null after a regular end
   */
  void closed(@Nullable Throwable broken) {
    if (reader.endsWithConnection() && broken == null && !conduit().isInputTruncated()) {
      reader.endOfConnection();
      return;
    }
    if (gone || reader.isDone()) {
      close();
      return;
    }
    String how = broken == null ? "closed the connection" : String.valueOf(broken.getMessage());
    if (reader.hasBegun()) {
      fail(Failure.upstream(FailureCode.TRUNCATED_RESPONSE, how));
    } else {
      fail(
          new Failure(
              FailureCode.BACKEND_CLOSED, Failure.Side.UPSTREAM, Failure.Retry.IF_REUSED, how));
    }
  }
}
