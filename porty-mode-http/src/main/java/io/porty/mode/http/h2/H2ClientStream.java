package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.pool.SharedStream;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a backend's HTTP/2 connection: sends a request, and passes on what {@link
 * H2ClientResponse} reads. Used again for a later request of the same connection. On its event
 * loop.
 */
final class H2ClientStream extends SharedStream implements Download.Owner {

  private static final int NOT_SENT = 0;

  private final H2ClientConnection connection;
  private final Download download;
  private final H2ClientResponse response = new H2ClientResponse(this);
  private UpstreamStream.@Nullable Handler handler;
  private int id;
  private int turn;
  private boolean leased;
  private boolean reused;
  private boolean unwritable;
  private boolean touched;
  private boolean reading;
  private int owed;

  H2ClientStream(H2ClientConnection connection, TargetPool pool) {
    super(pool);
    this.connection = connection;
    this.download = new Download(connection, this);
  }

  /** Begins a lease. */
  void lease() {
    leased = true;
    turn++;
    id = NOT_SENT;
    handler = null;
    reused = connection.isReused();
    unwritable = false;
    reading = true;
    owed = 0;
  }

  int id() {
    return id;
  }

  boolean isSent() {
    return id != NOT_SENT;
  }

  H2ClientConnection connection() {
    return connection;
  }

  H2ClientResponse response() {
    return response;
  }

  Download download() {
    return download;
  }

  boolean isLeased() {
    return leased;
  }

  /** The number of the present lease: calls of the handler may end it. */
  int turn() {
    return turn;
  }

  UpstreamStream.Handler handler() {
    return Objects.requireNonNull(handler);
  }

  // UpstreamStream

  @Override
  public boolean isReused() {
    return reused;
  }

  @Override
  public boolean isHttp2() {
    return true;
  }

  @Override
  public @Nullable SocketAddress address() {
    return connection.channel().remoteAddress();
  }

  @Override
  public void assign(UpstreamStream.Handler to) {
    handler = to;
    response.begin();
  }

  /** The connection takes no further streams after this one. */
  @Override
  public void retire() {
    connection.retire();
  }

  @Override
  public void send(ByteBuf head, Framing out) {
    try {
      id = connection.begin(this);
      download.start(id, connection.sendWindow());
      boolean secure = pool().target().scheme().isTls();
      connection.loop().requestBlock().encode(connection.beginBlock(), head, secure);
      download.head(out == Framing.NONE);
    } finally {
      head.release();
    }
  }

  @Override
  public void data(ByteBuf in, int length) {
    int left = in.readableBytes() - length;
    if (!download.isDone()) {
      connection.loop().limitWrites(connection.channel());
      download.data(in, length, connection.channel().alloc());
      download.ready();
    }
    in.skipBytes(in.readableBytes() - left);
  }

  @Override
  public void end(@Nullable HeadWriter trailers) {
    download.end(trailers);
  }

  @Override
  public void flush() {
    connection.flush();
  }

  @Override
  public boolean isWritable() {
    boolean writable =
        isSent()
            && download.waiting() == 0
            && download.window() > 0
            && connection.sender().window() > 0
            && connection.channel().isWritable();
    unwritable |= !writable;
    return writable;
  }

  /** Frames lie between the bytes. */
  @Override
  public @Nullable BulkSink bulkSink() {
    return null;
  }

  @Override
  public void moveBodyTo(BulkSink sink) {}

  /** While the client takes nothing, the backend's window is not given back. */
  @Override
  public void setReading(boolean wanted) {
    reading = wanted;
    giveBack();
  }

  // Windows

  /** Content has come: false if there was no window for it. */
  boolean takeWindow(int bytes) {
    owed += bytes;
    return owed <= H2Limits.STREAM_WINDOW;
  }

  /** Gives the window of what was passed on back, if that is worth a frame. */
  void giveBack() {
    if (reading && owed >= H2Limits.STREAM_WINDOW / 2 && leased && !response.isOver()) {
      connection.sender().writer().windowUpdate(id, owed);
      owed = 0;
      connection.flush();
    }
  }

  /** The backend takes more, or the channel does. */
  void resume() {
    if (unwritable && leased && handler != null && isWritable()) {
      unwritable = false;
      handler().upstreamWritabilityChanged();
    }
  }

  @Override
  public int urgency() {
    return PriorityField.DEFAULT_URGENCY;
  }

  @Override
  public void afterTurn() {
    if (download.isReady()) {
      connection.sender().scheduler().add(download);
    }
    resume();
  }

  /** Something was received: {@link #pause} at the end of this round. */
  void touch() {
    if (!touched) {
      touched = true;
      connection.touched(this);
    }
  }

  void pause() {
    touched = false;
    UpstreamStream.Handler to = handler;
    if (to != null && leased) {
      to.responsePaused();
    }
  }

  // The end

  @Override
  public boolean isIdle() {
    return leased && !isSent() && !connection.isGone();
  }

  /** The response is complete; if the request is not, the rest of it is of no use. */
  @Override
  public boolean release(boolean requestComplete) {
    over(H2Error.NO_ERROR);
    return false;
  }

  @Override
  public void close() {
    over(H2Error.CANCEL);
  }

  private void over(H2Error error) {
    if (!leased) {
      return;
    }
    leased = false;
    handler = null;
    boolean complete = download.isDone() && response.isOver();
    if (isSent() && !complete && !connection.isGone()) {
      download.reset(error);
      connection.flush();
    } else {
      download.drop();
    }
    connection.ended(this);
  }

  /** The backend has reset the stream, or is gone. */
  void fail(Failure failure) {
    UpstreamStream.Handler to = handler;
    response.stop();
    download.drop();
    over(H2Error.CANCEL);
    if (to != null) {
      to.failed(failure);
    }
  }

  /** The backend's response breaks a rule: the stream is reset. */
  void invalid(String detail) {
    invalid(Failure.upstream(FailureCode.BACKEND_INVALID, detail));
  }

  void invalid(Failure failure) {
    UpstreamStream.Handler to = handler;
    over(H2Error.PROTOCOL_ERROR);
    if (to != null) {
      to.failed(failure);
    }
  }
}
