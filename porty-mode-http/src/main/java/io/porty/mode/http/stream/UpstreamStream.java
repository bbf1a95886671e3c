package io.porty.mode.http.stream;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.ResponseHead;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange asks of its backend: the mirror of {@link ClientStream}, lent by the pool for
 * one request. All calls are on the client's event loop; buffers stay the caller's unless it says
 * otherwise.
 */
public interface UpstreamStream {

  /** A connection that has left HTTP, with bytes after the last head, owned by the taker. */
  record Detached(Conduit conduit, @Nullable ByteBuf rest) {}

  /** Whether it has served a request before this one. */
  boolean isReused();

  /** The address that its connection was made to, for records; null if that is not known. */
  default @Nullable SocketAddress address() {
    return null;
  }

  /** Begins: the response to what is written next goes to the handler. */
  void assign(Handler handler);

  /**
   * From now on it serves one client alone: the backend takes whoever sends the next request on it
   * for the same user.
   */
  void bindToClient();

  /** It serves no other request after this one. */
  void retire();

  /**
   * Writes the head; it goes out with {@link #flush}.
   *
   * @param head in HTTP/1.1's form; owned by the stream from here on
   * @param out how the body goes out
   */
  void send(ByteBuf head, Framing out);

  /** {@code length} bytes of body from the buffer's reader index. */
  void data(ByteBuf in, int length);

  /**
   * The request is complete.
   *
   * @param trailers with their empty line; null for none
   */
  void end(@Nullable HeadWriter trailers);

  void flush();

  /** Whether the backend takes more. */
  boolean isWritable();

  /** Where the request's body may be moved to past the process; null if nowhere. */
  @Nullable BulkSink bulkSink();

  /** Whether the response is read on. */
  void setReading(boolean wanted);

  /** What may be moved of the response's body past the process goes there, until it ends. */
  void moveBodyTo(BulkSink sink);

  /**
   * What an exchange offers to the stream that it was lent. After every call the exchange, and with
   * it the loan, may be over.
   */
  interface Handler {

    /** Whether the request was HEAD, whose response has no body. */
    boolean isHeadRequest();

    /** Whether all of the request was written: a switch of protocols comes after it. */
    boolean isRequestSent();

    /** The protocols that this response may switch to, a list in lower case; null for none. */
    byte @Nullable [] upgrade();

    /** A 1xx other than 101. */
    void interim(ResponseHead head);

    /** A 101 that was asked for. The connection is no longer the pool's. */
    void switched(ResponseHead head, Detached upstream);

    /**
     * The final head.
     *
     * @param in how the body comes in
     * @param length as declared, -1 if not
     * @param bytesAfterHead how many bytes are at hand after the head
     */
    void response(ResponseHead head, Framing in, long length, int bytesAfterHead);

    /** {@code length} bytes of body at the buffer's reader index; takes them all. */
    void responseData(ByteBuf in, int length);

    /** As many bytes of body went past the process. */
    void responseMoved(int bytes);

    /**
     * The body is complete. The stream may be released now.
     *
     * @param length of the trailer section, its empty line included; 0 if there is none
     */
    void responseEnded(byte[] trailers, int length);

    /** No more bytes for now: a good moment to flush. */
    void responsePaused();

    /** The backend takes more, or no more. */
    void upstreamWritabilityChanged();

    /** The response will not be completed. The stream is closed. */
    void failed(Failure failure);
  }
}
