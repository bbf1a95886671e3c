package io.porty.mode.http.h2;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.pool.SharedStream;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.UpstreamStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a stream to a backend, its windows, and its end. What an exchange asks of it is in
 * {@link H2ClientStream}. On the event loop.
 */
abstract class H2ClientStreamState extends SharedStream implements Download.Owner {

  private static final int NOT_SENT = 0;

  private final H2ClientConnection connection;
  private final Download download;
  private final ClientReceiveWindow window = new ClientReceiveWindow();
  private final H2ClientResponse response;
  private UpstreamStream.@Nullable Handler handler;
  private @Nullable ClientTunnel tunnel;
  private int id;
  private int turn;
  private boolean leased;
  private boolean complete;
  private boolean reused;
  private boolean unwritable;
  private boolean touched;

  H2ClientStreamState(H2ClientConnection connection, TargetPool pool) {
    super(pool);
    this.connection = connection;
    this.download = new Download(connection, this);
    this.response = new H2ClientResponse(self());
  }

  private H2ClientStream self() {
    return (H2ClientStream) this;
  }

  /** Begins a lease. */
  final void lease() {
    leased = true;
    turn++;
    id = NOT_SENT;
    handler = null;
    tunnel = null;
    reused = connection.isReused();
    unwritable = false;
    window.start();
  }

  /** The number of the present lease: calls of the handler may end it. */
  final int turn() {
    return turn;
  }

  final boolean isLeased() {
    return leased;
  }

  @Override
  public final boolean isReused() {
    return reused;
  }

  /** Whether both sides have ended the stream, or the backend has reset it; after its lease. */
  final boolean isComplete() {
    return complete;
  }

  final int id() {
    return id;
  }

  /** The request is sent on this stream of the connection. */
  final void begun(int number) {
    id = number;
    download.start(number, connection.sendWindow());
  }

  final boolean isSent() {
    return id != NOT_SENT;
  }

  final H2ClientConnection connection() {
    return connection;
  }

  final H2ClientResponse response() {
    return response;
  }

  final Download download() {
    return download;
  }

  final UpstreamStream.Handler handler() {
    return Objects.requireNonNull(handler);
  }

  /** Who receives from now on what the backend sends. */
  final void receiver(UpstreamStream.Handler to) {
    handler = to;
  }

  /** The WebSocket of the request; null if it opens none. */
  final @Nullable ClientTunnel tunnel() {
    return tunnel;
  }

  final void tunnel(ClientTunnel opening) {
    tunnel = opening;
  }

  /** The answer to a WebSocket handshake; empty if there is none. */
  final byte[] accept() {
    ClientTunnel of = tunnel;
    return of == null ? Ascii.NONE : of.accept();
  }

  // Windows

  /** Content has come: false if there was no window for it. */
  final boolean takeWindow(int bytes) {
    return window.take(bytes);
  }

  /** While the client takes nothing, the backend's window is not given back. */
  @Override
  public final void setReading(boolean wanted) {
    window.setReading(wanted);
    giveBack();
  }

  /** Gives the window of what was passed on back, if that is worth a frame. */
  final void giveBack() {
    int bytes = leased && !response.isOver() ? window.give() : 0;
    if (bytes > 0) {
      connection.sender().writer().windowUpdate(id, bytes);
      connection.flush();
    }
  }

  @Override
  public final boolean isWritable() {
    boolean writable =
        isSent()
            && download.waiting() == 0
            && download.window() > 0
            && connection.sender().window() > 0
            && connection.channel().isWritable();
    unwritable |= !writable;
    return writable;
  }

  /** The backend takes more, or the channel does. */
  final void resume() {
    if (unwritable && leased && handler != null && isWritable()) {
      unwritable = false;
      handler().upstreamWritabilityChanged();
    }
  }

  @Override
  public final void afterTurn() {
    if (download.isReady()) {
      connection.sender().scheduler().add(download);
    }
    resume();
    if (tunnel != null) {
      tunnel.sent();
    }
  }

  /** Something was received: {@link #pause} at the end of this round. */
  final void touch() {
    if (!touched) {
      touched = true;
      connection.touched(self());
    }
  }

  final void pause() {
    touched = false;
    UpstreamStream.Handler to = handler;
    if (to != null && leased) {
      to.responsePaused();
    }
  }

  // The end

  @Override
  public final boolean isIdle() {
    return leased && !isSent() && !connection.isGone();
  }

  /** The response is complete; if the request is not, the rest of it is of no use. */
  @Override
  public final boolean release(boolean requestComplete) {
    over(H2Error.NO_ERROR);
    return false;
  }

  @Override
  public final void close() {
    over(H2Error.CANCEL);
  }

  /** The lease ends; a stream that is not complete is reset. */
  final void over(H2Error error) {
    if (!leased) {
      return;
    }
    leased = false;
    handler = null;
    if (tunnel != null) {
      tunnel.drop();
    }
    complete = download.isDone() && response.isOver();
    response.drop();
    if (isSent() && !complete && !connection.isGone()) {
      download.reset(error);
      connection.flush();
    } else {
      download.drop();
    }
    connection.ended(self());
  }

  /** The backend has reset the stream, or is gone. */
  final void fail(Failure failure) {
    UpstreamStream.Handler to = handler;
    response.stop();
    download.drop();
    over(H2Error.CANCEL);
    if (to != null) {
      to.failed(failure);
    }
  }

  /** The backend's response breaks a rule: the stream is reset. */
  final void invalid(String detail) {
    invalid(Failure.upstream(FailureCode.BACKEND_INVALID, detail));
  }

  final void invalid(Failure failure) {
    end(H2Error.PROTOCOL_ERROR, failure);
  }

  /** The backend does not keep to the windows (RFC 9113 section 6.9.1). */
  final void windowFault(String detail) {
    end(H2Error.FLOW_CONTROL_ERROR, Failure.upstream(FailureCode.BACKEND_INVALID, detail));
  }

  private void end(H2Error error, Failure failure) {
    UpstreamStream.Handler to = handler;
    over(error);
    if (to != null) {
      to.failed(failure);
    }
  }
}
