package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a backend's HTTP/2 connection: sends a request, and passes on what {@link
 * H2ClientResponse} reads. Used again for a later request of the same connection. On its event
 * loop.
 */
final class H2ClientStream extends H2ClientStreamState {

  private NeverIndexed neverIndexed = NeverIndexed.NONE;

  H2ClientStream(H2ClientConnection connection, TargetPool pool) {
    super(connection, pool);
  }

  @Override
  public boolean isHttp2() {
    return true;
  }

  @Override
  public @Nullable SocketAddress address() {
    return connection().channel().remoteAddress();
  }

  @Override
  public void assign(UpstreamStream.Handler to) {
    receiver(to);
    neverIndexed = NeverIndexed.NONE;
    response().begin();
  }

  @Override
  public void neverIndexed(NeverIndexed names) {
    neverIndexed = names;
  }

  /** The connection takes no further streams after this one. */
  @Override
  public void retire() {
    connection().retire();
  }

  @Override
  public void send(ByteBuf head, Framing out) {
    if (ClientTunnel.isPossible(handler().upgrade())) {
      ClientTunnel opening = new ClientTunnel(this, head);
      tunnel(opening);
      opening.proceed();
    } else {
      write(head, out == Framing.NONE, false);
    }
  }

  /**
   * Writes a head, which it owns.
   *
   * @param ends whether the request has no body
   * @param connects whether it opens a WebSocket
   */
  void write(ByteBuf head, boolean ends, boolean connects) {
    H2ClientConnection connection = connection();
    try {
      begun(connection.begin(this));
      UpstreamRequestBlock block = connection.loop().requestBlock();
      block.encode(connection.beginBlock(), head, pool().target().scheme(), connects, neverIndexed);
      download().head(ends);
    } finally {
      head.release();
    }
  }

  /** The backend's SETTINGS have come. */
  void settled() {
    ClientTunnel waiting = tunnel();
    if (waiting != null && isLeased()) {
      waiting.proceed();
    }
  }

  @Override
  public void data(ByteBuf in, int length) {
    int left = in.readableBytes() - length;
    if (!download().isDone()) {
      connection().loop().limitWrites(connection().channel());
      download().data(in, length, connection().channel().alloc());
      download().ready();
    }
    in.skipBytes(in.readableBytes() - left);
  }

  @Override
  public void end(@Nullable HeadWriter trailers) {
    if (tunnel() == null) {
      download().end(trailers);
    }
  }

  @Override
  public void flush() {
    connection().flush();
  }

  /** Frames lie between the bytes. */
  @Override
  public @Nullable BulkSink bulkSink() {
    return null;
  }

  @Override
  public void moveBodyTo(BulkSink sink) {}
}
