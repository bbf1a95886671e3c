package io.porty.mode.http.framing;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads consecutive message bodies in one direction: locates the data in received buffers and
 * detects the end of a body. Holds no buffer.
 */
public final class BodyReader {

  /** The next step. */
  public enum Step {
    /**
     * {@link BodyReader#available} bytes of data follow at the reader index; report consumed ones
     * by {@link BodyReader#consumed}.
     */
    DATA,
    /** The buffer is exhausted. */
    MORE,
    /** The body has ended; following bytes are not part of it. */
    END,
    /** The framing is malformed; the body cannot be continued. */
    MALFORMED
  }

  private Framing framing = Framing.NONE;
  private long remaining;
  private long total;
  private boolean lenient;
  private @Nullable ChunkedReader chunks;

  /**
   * @param length declared length of a body with CONTENT_LENGTH
   */
  public void start(Framing framing, long length) {
    this.framing = framing;
    this.remaining = framing == Framing.CONTENT_LENGTH ? length : 0;
    this.total = 0;
    if (framing == Framing.CHUNKED) {
      if (chunks == null) {
        chunks = new ChunkedReader();
      }
      chunks.reset(lenient);
    }
  }

  public Step next(ByteBuf in) {
    return switch (framing) {
      case NONE -> Step.END;
      case CONTENT_LENGTH -> remaining == 0 ? Step.END : in.isReadable() ? Step.DATA : Step.MORE;
      case UNTIL_CLOSE -> in.isReadable() ? Step.DATA : Step.MORE;
      case CHUNKED -> chunked().next(in);
    };
  }

  /** Data bytes available in the buffer, after {@link Step#DATA}. */
  public int available(ByteBuf in) {
    long most =
        switch (framing) {
          case NONE -> 0;
          case CONTENT_LENGTH -> remaining;
          case UNTIL_CLOSE -> Integer.MAX_VALUE;
          case CHUNKED -> chunked().remaining();
        };
    return (int) Math.min(most, in.readableBytes());
  }

  /** Data bytes were consumed. */
  public void consumed(int bytes) {
    total += bytes;
    if (framing == Framing.CONTENT_LENGTH) {
      remaining -= bytes;
    } else if (framing == Framing.CHUNKED) {
      chunked().consumed(bytes);
    }
  }

  /** Number of following bytes that are data in any case; 0 if framing follows. */
  public long rawBytes() {
    return switch (framing) {
      case CONTENT_LENGTH -> remaining;
      case UNTIL_CLOSE -> Long.MAX_VALUE;
      case NONE, CHUNKED -> 0;
    };
  }

  /** Whether the body is complete; never true for a body that ends with the connection. */
  public boolean isComplete() {
    return framing == Framing.NONE || (framing == Framing.CONTENT_LENGTH && remaining == 0);
  }

  /** Whether the framing is malformed. */
  public boolean isMalformed() {
    return chunks != null && framing == Framing.CHUNKED && chunks.isMalformed();
  }

  /** Describes the error, after {@link Step#MALFORMED}. */
  public String fault() {
    return chunked().fault() + ", after " + total + " bytes of content";
  }

  /**
   * Accepts white space between a chunk size and its line end, as some servers send it. For
   * responses only.
   */
  public void lenient() {
    lenient = true;
  }

  public Framing framing() {
    return framing;
  }

  /** Data bytes so far. */
  public long total() {
    return total;
  }

  /** Bytes of the trailer section including its empty line, after the end of a chunked body. */
  public int trailerBytes() {
    return framing == Framing.CHUNKED ? chunked().trailerBytes() : 0;
  }

  public byte[] trailers() {
    return chunked().trailers();
  }

  private ChunkedReader chunked() {
    ChunkedReader reader = chunks;
    if (reader == null) {
      throw new IllegalStateException("not a chunked body");
    }
    return reader;
  }
}
