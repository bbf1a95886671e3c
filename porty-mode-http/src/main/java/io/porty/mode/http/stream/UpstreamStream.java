package io.porty.mode.http.stream;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.head.ResponseHead;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The backend side of an exchange, leased from a pool for one request. Called on the client's event
 * loop. Buffers stay with the caller unless noted otherwise.
 */
public interface UpstreamStream {

  /**
   * An upgraded connection.
   *
   * @param rest bytes after the last head, owned by the receiver; may be null
   */
  record Detached(Conduit conduit, @Nullable ByteBuf rest) {}

  /** Whether it has served a previous request. */
  boolean isReused();

  /**
   * Whether the backend speaks HTTP/2: it may refuse a request before it processes it, so that it
   * can be sent again whatever its method (RFC 9113 section 8.7).
   */
  default boolean isHttp2() {
    return false;
  }

  /** The address of its connection, for records; null if it is not known. */
  default @Nullable SocketAddress address() {
    return null;
  }

  /** Starts a request whose response goes to the handler. */
  void assign(Handler handler);

  /**
   * Binds the connection to this client: its backend authenticates connections instead of requests.
   */
  void bindToClient();

  /** Closes the connection after this request. */
  void retire();

  /** Names the fields of the next head that no hop may index, if there are any. */
  default void neverIndexed(NeverIndexed names) {}

  /**
   * Writes the head, which is sent by {@link #flush}.
   *
   * @param head in HTTP/1.1 form; owned by the stream
   * @param out framing of the body
   */
  void send(ByteBuf head, Framing out);

  /** Writes {@code length} body bytes from the buffer's reader index. */
  void data(ByteBuf in, int length);

  /**
   * Ends the request.
   *
   * @param trailers with their empty line; null for none
   */
  void end(@Nullable HeadWriter trailers);

  void flush();

  /** Whether the backend's write buffer accepts more bytes. */
  boolean isWritable();

  /** The sink for splicing the request body; null if that is not possible. */
  @Nullable BulkSink bulkSink();

  /** Resumes or pauses reading the response. */
  void setReading(boolean wanted);

  /** Splices the rest of the response body into a sink if possible. */
  void moveBodyTo(BulkSink sink);

  /**
   * Called by the stream; implemented by the exchange. The exchange and its lease may end during
   * each call.
   */
  interface Handler {

    /** Whether the request method is HEAD, whose response has no body. */
    boolean isHeadRequest();

    /**
     * Whether the client takes a response for complete as soon as all of its declared length has
     * come: the last of it then waits for the backend's end of the stream.
     */
    boolean completesByLength();

    /** Whether the request is sent completely: an upgrade is possible only then. */
    boolean isRequestSent();

    /**
     * The protocols that the response may switch to, a comma-separated list in lower case; null for
     * none.
     */
    byte @Nullable [] upgrade();

    /** A 1xx response other than 101. */
    void interim(ResponseHead head);

    /** A 101 response to a requested upgrade. The connection no longer belongs to the pool. */
    void switched(ResponseHead head, Detached upstream);

    /**
     * The final response head.
     *
     * @param in framing of the body
     * @param length declared length of the body, -1 if it is not declared
     * @param bytesAfterHead number of bytes available after the head
     */
    void response(ResponseHead head, Framing in, long length, int bytesAfterHead);

    /** {@code length} body bytes at the buffer's reader index; consumes all of them. */
    void responseData(ByteBuf in, int length);

    /**
     * Body bytes were spliced.
     *
     * @param bytes how many
     */
    void responseMoved(int bytes);

    /**
     * The response is complete. The stream may be released now.
     *
     * @param length of the trailer section, including its empty line; 0 if there is none
     */
    void responseEnded(byte[] trailers, int length);

    /** No more bytes are available now; a good moment to flush. */
    void responsePaused();

    /** The writability of the backend has changed. */
    void upstreamWritabilityChanged();

    /** The response is aborted, and the stream is closed. */
    void failed(Failure failure);
  }
}
