package io.porty.mode.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.api.FailureCode;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange asks of its client: one request after another on HTTP/1, where the connection is
 * its only stream; one request only on a wire that carries many. All calls are on the client's
 * event loop; buffers stay the caller's unless it says otherwise.
 */
public interface ClientStream {

  /** The connection that it came by, for what is bounded by connection. */
  Conduit connection();

  /** The client's address, as its listener was told. */
  SocketAddress peer();

  /** The address that the client connected to. */
  SocketAddress local();

  /** What the handshake of the connection agreed on; null for a connection without TLS. */
  @Nullable TlsSession tls();

  /** Of the connection's buffers. */
  ByteBufAllocator allocator();

  /** The client's event loop. */
  Executor executor();

  /** The route is known: its time-outs hold for what the connection does from now on. */
  void routed(HttpRoute route);

  // The request's body

  /** The exchange takes body now: {@link Handler#takesBody} answers yes. */
  void resumeBody();

  /**
   * What may be moved of the body past the process goes there; see {@link BulkSink}. Until the body
   * ends.
   */
  void moveBodyTo(BulkSink sink);

  // The response

  /** Whether it can be told anything before the final head. */
  boolean takesInterim();

  /** How a body that comes in so goes out here. */
  Framing outgoing(Framing in);

  /**
   * Decides whether the connection stays open after a final head whose body goes out so.
   *
   * @return what the head says of it
   */
  ConnectionHeader connectionHeader(Framing out);

  /** Sends a 1xx head at once; also the 101 before {@link #upgrade}. */
  void interim(HeadWriter head);

  /** Sends a whole answer at once: head and body. */
  void reply(HeadWriter message);

  /**
   * Begins the response; what is written from here on goes with {@link #flush}.
   *
   * @param bytesAfterHead how many bytes of body are at hand
   */
  void respond(HeadWriter head, Framing out, int bytesAfterHead);

  /** {@code length} bytes of body from the buffer's reader index. */
  void data(ByteBuf in, int length);

  /**
   * The body is complete.
   *
   * @param trailers with their empty line; null for none
   */
  void end(@Nullable HeadWriter trailers);

  void flush();

  /** Whether the client takes more. */
  boolean isWritable();

  /** How many bytes the client has to take before it is writable again. */
  long bytesBeforeWritable();

  /** Where its response's body may be moved to past the process; null if nowhere. */
  @Nullable BulkSink bulkSink();

  // The end

  /** The answer is complete: goes on with the next request, or ends the connection. */
  void finished();

  /** The response will not be completed: the client must not take it for whole. */
  void reset();

  /** Nobody is there any more. */
  void close();

  /** Porty's own code failed: reports that, and ends the exchange by {@link Handler#failed}. */
  void failed(Throwable cause);

  /**
   * HTTP is over: both connections belong to a relay from here on.
   *
   * @param idle when both sides have been silent for so long, the relay ends
   */
  void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end);

  /** What the stream tells its exchange. Every answer to the stream may be given from within. */
  interface Handler {

    /**
     * A request's head is complete. Both heads and spans live for this call only; {@link
     * RequestHead#retain} keeps them.
     *
     * @param in how the body comes in; {@code NONE} is the whole request
     * @param length of the body as declared, -1 if not
     */
    void request(RequestHead head, Framing in, long length);

    /**
     * A request that is not served.
     *
     * @param head null if none could be read
     * @param where the fault is; empty if it is none of the bytes
     */
    void rejected(@Nullable RequestHead head, FailureCode why, String where);

    /** Takes the request's body. */
    BodyHandler body();

    /** The client takes more, or no more. */
    void clientWritabilityChanged();

    /** The client sends nothing more, but may still wait for its answer. */
    void clientHalfClosed();

    /** The client is gone, before the answer was complete. */
    void clientGone();

    /** The client's connection is over, or no longer HTTP: nothing that is its alone is kept. */
    void connectionEnded();

    /** Porty's own code failed, which is reported already. */
    void failed(Throwable cause);

    /** Called a few times a second while the exchange runs. */
    void tick();

    /** Where the request goes, for people; empty if that is not known. */
    String target();
  }

  /** What the stream tells of the request's body. */
  interface BodyHandler {

    /** Whether body bytes can go on now. */
    boolean takesBody();

    /** {@code length} bytes of body at the buffer's reader index; takes them all. */
    void requestData(ByteBuf in, int length);

    /** As many bytes of body went past the process. */
    void requestMoved(int bytes);

    /** Bytes came that belong to the body's framing alone. */
    void requestProgress();

    /**
     * The body is complete.
     *
     * @param length of the trailer section, its empty line included; 0 if there is none
     * @return false if the trailers are malformed: then the request is not complete
     */
    boolean requestEnded(byte[] trailers, int length);

    /** The body's framing is malformed. */
    void malformedBody(String fault);

    /** No more bytes for now: a good moment to flush. */
    void requestPaused();
  }

  /** Makes the handler of a new stream. */
  @FunctionalInterface
  interface HandlerFactory {
    Handler open(ClientStream stream);
  }
}
