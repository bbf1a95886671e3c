package io.porty.mode.http.pool;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange offers to the connection that it borrowed. All calls are on the loop; buffers
 * stay the caller's.
 */
public interface ResponseSink {

  /** Whether the request was HEAD, whose response has no body. */
  boolean isHeadRequest();

  /** Whether all of the request was written: a switch of protocols comes after it. */
  boolean isRequestSent();

  /** The protocols that this response may switch to, a list in lower case; null for none. */
  byte @Nullable [] upgrade();

  /** A 1xx other than 101. */
  void interim(ResponseHead head);

  /**
   * A 101 that was asked for. The connection is no longer the pool's.
   *
   * @param rest bytes behind the head, owned by the sink from here on; may be null
   */
  void switched(ResponseHead head, @Nullable ByteBuf rest);

  /**
   * The final head.
   *
   * @param length as declared, -1 if not
   * @param behind how many bytes are at hand behind the head
   */
  void head(ResponseHead head, Framing framing, long length, int behind);

  /** {@code length} bytes of body at the buffer's reader index; the sink takes them all. */
  void data(ByteBuf in, int length);

  /**
   * The body is complete; trailers, if any, are in the reader. The connection may be handed back
   * now.
   */
  void end(BodyReader body);

  /** No more bytes for now: a good moment to flush. */
  void pause();

  /** The backend takes more, or no more. */
  void upstreamWritabilityChanged();

  /** The response will not be completed. The connection is closed. */
  void failed(Failure failure);
}
