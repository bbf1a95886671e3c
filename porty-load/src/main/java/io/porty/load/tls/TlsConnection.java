package io.porty.load.tls;

import io.netty.buffer.ByteBuf;
import io.porty.api.TlsSession;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.TlsHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * TLS between one connection of the load and its socket: Porty's handler in a pipeline without a
 * socket. Nothing is called from within: what a read came to is asked for afterwards. On its load
 * thread; owns what it has decrypted and encrypted, not the socket.
 */
public final class TlsConnection implements WritableByteChannel {

  /** So many bytes are encrypted before the socket gets them. */
  private static final int MAX_STEP_BYTES = 64 * 1024;

  private final SocketChannel socket;
  private final TlsPipeline pipeline;
  private final TlsHandler handler;
  private @Nullable ByteBuf lent;

  TlsConnection(SocketChannel socket, LoadTls tls, ClientContext.Peer peer) {
    this.socket = socket;
    this.pipeline = new TlsPipeline(tls.allocator(), tls.settings().protocol());
    this.handler = tls.context().newHandler(pipeline.channel(), peer, pipeline);
    pipeline.channel().pipeline().addFirst(TlsHandler.NAME, handler);
  }

  // What a read came to

  /** Decrypts what was received. */
  public void receive(ByteBuffer encrypted) {
    pipeline.receive(encrypted);
  }

  /** Plain bytes, which stay valid until the next call; null if there are no more. */
  public @Nullable ByteBuffer take() {
    release();
    ByteBuf next = pipeline.plain().poll();
    lent = next;
    return next == null ? null : next.nioBuffer();
  }

  /** The session; null until the handshake is complete. */
  public @Nullable TlsSession session() {
    return pipeline.session();
  }

  /** Why the handshake or the connection failed; null if it has not. */
  public @Nullable TlsProblem problem() {
    return pipeline.problem();
  }

  /** Whether the server has sent close_notify. */
  public boolean isInputEnded() {
    return pipeline.isInputEnded();
  }

  // Writing

  /** Encrypts and sends as much as the socket takes. */
  @Override
  public int write(ByteBuffer plain) throws IOException {
    int before = plain.remaining();
    while (plain.hasRemaining() && !flush()) {
      pipeline.encrypt(plain, Math.min(plain.remaining(), MAX_STEP_BYTES));
    }
    flush();
    return before - plain.remaining();
  }

  /** Sends what is encrypted; answers whether some of it is left. */
  public boolean flush() throws IOException {
    return pipeline.output().writeTo(socket);
  }

  /** Whether {@link #flush} has something to send. */
  public boolean hasOutput() {
    return !pipeline.output().isEmpty();
  }

  @Override
  public boolean isOpen() {
    return pipeline.channel().isOpen();
  }

  /**
   * Sends an alert or close_notify, if the socket takes it at once (RFC 8446 section 6.1); nothing
   * in the middle of a handshake.
   */
  @Override
  public void close() {
    release();
    if (session() == null && problem() == null) {
      handler.reset();
    }
    pipeline.close();
    try {
      flush();
    } catch (IOException e) {
      // The server has closed it already.
    } finally {
      pipeline.output().clear();
    }
  }

  private void release() {
    ByteBuf before = lent;
    if (before != null) {
      lent = null;
      before.release();
    }
  }
}
