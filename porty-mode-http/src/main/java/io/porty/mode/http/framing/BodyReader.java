package io.porty.mode.http.framing;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body after another, whichever side it comes from: says where data is in the buffers
 * that pass through, and when the body has ended. Holds no buffer.
 */
public final class BodyReader {

  /** What comes next in the buffer. */
  public enum Step {
    /**
     * {@link BodyReader#available} bytes of data at the reader index; take some and say so with
     * {@link BodyReader#consumed}.
     */
    DATA,
    /** Nothing more in this buffer. */
    MORE,
    /** The body has ended; what follows in the buffer is not part of it. */
    END,
    /** The framing is broken; there is no way on. */
    MALFORMED
  }

  private Framing framing = Framing.NONE;
  private long remaining;
  private long total;
  private boolean lenient;
  private @Nullable ChunkedReader chunks;

  /**
   * @param length of a body with CONTENT_LENGTH
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

  /** How many data bytes are in the buffer right now; after {@link Step#DATA}. */
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

  /** Data bytes were taken. */
  public void consumed(int bytes) {
    total += bytes;
    if (framing == Framing.CONTENT_LENGTH) {
      remaining -= bytes;
    } else if (framing == Framing.CHUNKED) {
      chunked().consumed(bytes);
    }
  }

  /**
   * How many of the next bytes are surely data, whatever they are: none where framing lies between
   * them.
   */
  public long rawBytes() {
    return switch (framing) {
      case CONTENT_LENGTH -> remaining;
      case UNTIL_CLOSE -> Long.MAX_VALUE;
      case NONE, CHUNKED -> 0;
    };
  }

  /** Whether nothing more has to come; a body until close never knows. */
  public boolean isComplete() {
    return framing == Framing.NONE || (framing == Framing.CONTENT_LENGTH && remaining == 0);
  }

  /** Whether its framing is malformed. */
  public boolean isMalformed() {
    return chunks != null && framing == Framing.CHUNKED && chunks.isMalformed();
  }

  /** Where it is malformed, for people; after {@link Step#MALFORMED}. */
  public String fault() {
    return chunked().fault() + ", after " + total + " bytes of content";
  }

  /**
   * Takes white space between a chunk's size and its line end, as some servers write it; no other
   * deviation. For responses only.
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

  /** Bytes of the trailer section, its empty line included; after the end of a chunked body. */
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
