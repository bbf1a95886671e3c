package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a stream, and its end: when its exchange or tunnel is over and both halves are
 * closed (RFC 9113 section 5.1). The exchange's side is {@link H2ServerStream}. On the event loop.
 */
abstract class H2StreamState implements Download.Owner {

  private final H2ServerConnection connection;
  private final Generation generation;
  private final StreamWindow window;
  private final Upload upload;
  private final Download download;
  private final ResponseWriter response;
  private @Nullable ExchangeUpload body;
  private @Nullable H2Tunnel tunnel;
  private int id;
  private boolean open;
  private boolean over;
  private boolean resetByClient;
  private boolean unwritable;
  private boolean touched;

  H2StreamState(H2ServerConnection connection, Generation generation) {
    this.connection = connection;
    this.generation = generation;
    this.window = new StreamWindow(connection.receiveWindow());
    this.upload = new Upload(connection.receiveWindow(), window);
    this.download = new Download(connection, this);
    this.response = new ResponseWriter(connection, download);
  }

  abstract ClientStream.Handler handler();

  abstract HttpRoute route();

  final void bodyOf(ClientStream.BodyHandler of) {
    body = new ExchangeUpload(of);
  }

  /** Begins a stream. */
  final void open(int number, PriorityField priority, int sendWindow) {
    id = number;
    open = true;
    over = false;
    resetByClient = false;
    unwritable = false;
    tunnel = null;
    window.start();
    response.start();
    download.prioritize(priority);
    download.start(number, sendWindow);
  }

  final int id() {
    return id;
  }

  final H2ServerConnection owner() {
    return connection;
  }

  final Generation generation() {
    return generation;
  }

  final Upload upload() {
    return upload;
  }

  final Download download() {
    return download;
  }

  final StreamWindow window() {
    return window;
  }

  final ResponseWriter response() {
    return response;
  }

  final boolean isMuted() {
    return response.isMuted();
  }

  /** Whether the client may send nothing more on it. */
  final boolean isClientDone() {
    return resetByClient || upload.isInputEnded();
  }

  private H2ServerStream self() {
    return (H2ServerStream) this;
  }

  // Receiving

  private UploadSink sink() {
    H2Tunnel to = tunnel;
    return to == null ? Objects.requireNonNull(body) : to;
  }

  /** Content of a frame; false if it is more than was declared. */
  final boolean receive(ByteBuf in, int length) {
    if (over || isMuted()) {
      window.passed(length);
      return true;
    }
    touch();
    return upload.receive(in, length, sink(), connection.channel().alloc());
  }

  /** The client has ended the stream; false if less has come than was declared. */
  final boolean endUpload(byte[] trailers, int length) {
    if (!upload.end(trailers, length)) {
      return false;
    }
    if (!over && !isMuted()) {
      touch();
      upload.pass(sink());
    }
    return true;
  }

  final void passUpload() {
    if (!over && !isMuted()) {
      touch();
      upload.pass(sink());
    }
  }

  /** Calls {@link #pause} at the end of this round. */
  private void touch() {
    if (!touched) {
      touched = true;
      connection.rounds().touched(self());
    }
  }

  /** The round is over: what was passed on is flushed. */
  final void pause() {
    touched = false;
    H2Tunnel to = tunnel;
    if (to != null) {
      to.flush();
    } else if (!over) {
      handler().body().requestPaused();
    }
    if (!upload.isInputEnded() && !download.isDone()) {
      int bytes = window.give(!upload.isWaiting() && !connection.memory().isShort());
      if (bytes > 0) {
        connection.sender().writer().windowUpdate(id, bytes);
      }
    }
  }

  /** Writes content, or lets it wait. */
  final void sendData(ByteBuf in, int length) {
    response.data(in, length);
    if (download.waiting() > 0) {
      unwritable |= !self().isWritable();
      ready();
    }
  }

  /** Its window may have grown. */
  final void ready() {
    download.ready();
  }

  /** It has had its turn. */
  @Override
  public final void afterTurn() {
    if (download.isReady()) {
      connection.sender().scheduler().addAgain(download);
    }
    if (unwritable && download.waiting() <= connection.memory().maxWaiting() / 2) {
      unwritable = false;
      H2Tunnel to = tunnel;
      if (to != null) {
        to.clientWritable();
      } else if (!over) {
        handler().clientWritabilityChanged();
      }
    }
    endIfDone();
  }

  // The end

  final void exchangeOver() {
    if (!over) {
      over = true;
      upload.drop();
    }
    endIfDone();
  }

  private void endIfDone() {
    if (over && open && download.isDone()) {
      open = false;
      window.end();
      connection.ended(self());
    }
  }

  /** Resets it for a fault of the client or of Porty; its exchange has yet to end. */
  final void kill(H2Error error) {
    if (!download.isDone()) {
      download.reset(error);
      connection.sender().flushSoon();
    }
    response.mute();
    endIfDone();
  }

  /** Aborts a tunnel; false if the stream is none. */
  private boolean endTunnel() {
    H2Tunnel to = tunnel;
    if (to != null) {
      to.clientGone();
    }
    return to != null;
  }

  /** The client has reset it, or is gone. */
  final void clientGone() {
    download.drop();
    response.mute();
    resetByClient = true;
    if (!endTunnel() && !over) {
      handler().clientGone();
    }
    exchangeOver();
  }

  /** The request is malformed: its exchange or tunnel ends. */
  final void malformed(String fault) {
    if (!endTunnel() && !over) {
      handler().body().malformedBody(fault);
    }
    exchangeOver();
  }

  /** The client has not taken the response in time. */
  final void notTaken() {
    if (!endTunnel() && !over) {
      handler().notTaken();
    }
    exchangeOver();
  }

  final void startTunnel(UpstreamStream.Detached upstream, Duration idle, Relay.End end) {
    H2Tunnel made = new H2Tunnel(self(), upstream, end);
    tunnel = made;
    if (response.isHandshakeFailed() || download.isDone()) {
      response.refuseTunnel();
      made.refuse();
    } else {
      upload.startTunnel();
      made.start(idle);
      passUpload();
      connection.sender().flushSoon();
    }
  }

  final void tick(int now) {
    H2Tunnel to = tunnel;
    if (to != null) {
      to.tick(now);
    } else if (!over) {
      handler().tick();
    }
    connection.faults().tick(self(), now);
  }
}
