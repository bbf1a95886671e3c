package io.porty.mode.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.api.FailureCode;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.head.RequestHead;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The client side of an exchange: consecutive requests on HTTP/1, where the connection is its only
 * stream, or one request on a protocol with several streams. Called on the client's event loop.
 * Buffers stay with the caller unless noted otherwise.
 */
public interface ClientStream {

  /** The connection, to which connection-specific limits and authentication apply. */
  Conduit connection();

  /** The client's address, as reported by its listener. */
  SocketAddress peer();

  /** The address at the other end of the socket where that is not the client; null else. */
  @Nullable SocketAddress relay();

  /** What the PROXY header of the connection says; null if nothing, or there was none. */
  @Nullable ProxyFacts proxy();

  /** The address that the client connected to. */
  SocketAddress local();

  /** What the handshake of the connection agreed on; null for a connection without TLS. */
  @Nullable TlsSession tls();

  /**
   * The fields that tell backends of the client. Made anew by each call; a connection with several
   * streams has one object for all.
   */
  default ForwardedFields forwarded() {
    return new ForwardedFields(peer(), tls() != null);
  }

  /** Whether the request came by HTTP/2; the head has HTTP/1.1 form all the same. */
  default boolean isHttp2() {
    return false;
  }

  /** The fields of the request that no hop may index. */
  default NeverIndexed neverIndexed() {
    return NeverIndexed.NONE;
  }

  /** The number of the stream on its HTTP/2 connection; 0 for HTTP/1. */
  default int number() {
    return 0;
  }

  /**
   * What the records of the connection have in common: the id of its first exchange.
   *
   * @param exchange the id of the present one
   */
  default long connectionId(long exchange) {
    return ConnectionId.of(connection().channel(), exchange);
  }

  /** The allocator of the connection. */
  ByteBufAllocator allocator();

  /** The client's event loop. */
  Executor executor();

  /** The route is known: its timeouts apply to the connection from now on. */
  void routed(HttpRoute route);

  // The request's body

  /** The exchange accepts body bytes again: {@link BodyHandler#takesBody} is true. */
  void resumeBody();

  /** Splices the rest of the body into a sink if possible; see {@link BulkSink}. */
  void moveBodyTo(BulkSink sink);

  // The response

  /** Whether interim responses can be sent. */
  boolean takesInterim();

  /** The framing of a response body on this connection. */
  Framing outgoing(Framing in);

  /**
   * Decides whether the connection persists after a response with this framing.
   *
   * @return the Connection field of the response
   */
  ConnectionHeader connectionHeader(Framing out);

  /** Sends a 1xx head at once; also the 101 before {@link #upgrade}. */
  void interim(HeadWriter head);

  /** Sends a complete response at once. */
  void reply(HeadWriter message);

  /**
   * Starts the response; what is written from here on is sent by {@link #flush}.
   *
   * @param bytesAfterHead number of body bytes that are available
   */
  void respond(HeadWriter head, Framing out, int bytesAfterHead);

  /** Writes {@code length} body bytes from the buffer's reader index. */
  void data(ByteBuf in, int length);

  /**
   * Ends the body.
   *
   * @param trailers with their empty line; null for none
   */
  void end(@Nullable HeadWriter trailers);

  void flush();

  /** Whether the client's write buffer accepts more bytes. */
  boolean isWritable();

  /** Bytes that the client has to take before it is writable again. */
  long bytesBeforeWritable();

  /** The sink for splicing the response body; null if that is not possible. */
  @Nullable BulkSink bulkSink();

  // The end

  /**
   * The response is complete: the stream continues with the next request, or closes the connection.
   */
  void finished();

  /** Aborts the response, so that the client does not take it for complete. */
  void reset();

  /** Closes the connection; the client is gone. */
  void close();

  /** Reports an internal error, and ends the exchange by {@link Handler#failed}. */
  void failed(Throwable cause);

  /**
   * Upgrades the connection: both connections are passed to a relay.
   *
   * @param idle idle timeout of the relay
   */
  void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end);

  /**
   * Called by the stream; implemented by the exchange. Handlers may call the stream back
   * synchronously.
   */
  interface Handler {

    /**
     * A request head is complete. The head is valid only during this call; {@link
     * RequestHead#retain} keeps it.
     *
     * @param in framing of the body; {@code NONE} means that there is none
     * @param length declared length of the body, -1 if it is not declared
     */
    void request(RequestHead head, Framing in, long length);

    /**
     * A request that is rejected.
     *
     * @param head null if none could be parsed
     * @param why the error
     * @param where position of the error; empty if it is not in the bytes
     */
    void rejected(@Nullable RequestHead head, FailureCode why, String where);

    /** The handler of the request body. */
    BodyHandler body();

    /** The writability of the client has changed. */
    void clientWritabilityChanged();

    /** The client has half-closed its connection, and may still wait for the response. */
    void clientHalfClosed();

    /** The client is gone before the response is complete. */
    void clientGone();

    /** The client has not taken the response in time; the stream is reset. */
    void notTaken();

    /** The connection is closed or upgraded: connection-specific state is released. */
    void connectionEnded();

    /** An internal error, already reported. */
    void failed(Throwable cause);

    /** Called at each tick of the coarse clock while the exchange runs. */
    void tick();

    /** The target as text; empty if it is not known. */
    String target();
  }

  /** Called by the stream with the request body. */
  interface BodyHandler {

    /** Whether body bytes are accepted now. */
    boolean takesBody();

    /** Whether the end of the body is accepted now: it needs no room at the backend. */
    default boolean takesEnd() {
      return takesBody();
    }

    /**
     * Whether the end of a chunked body would be accepted while no content is: HTTP/2 backends give
     * windows for content only.
     */
    default boolean takesEndOnly() {
      return false;
    }

    /** {@code length} body bytes at the buffer's reader index; consumes all of them. */
    void requestData(ByteBuf in, int length);

    /**
     * Body bytes were spliced.
     *
     * @param bytes how many
     */
    void requestMoved(int bytes);

    /** Framing bytes without content have arrived. */
    void requestProgress();

    /**
     * The body is complete.
     *
     * @param length of the trailer section, including its empty line; 0 if there is none
     * @return false if the trailers are malformed: the request is then incomplete
     */
    boolean requestEnded(byte[] trailers, int length);

    /** The framing of the body is malformed. */
    void malformedBody(String fault);

    /** No more bytes are available now; a good moment to flush. */
    void requestPaused();
  }

  /** Creates the handler of a new stream. */
  @FunctionalInterface
  interface HandlerFactory {
    Handler open(ClientStream stream);
  }
}
