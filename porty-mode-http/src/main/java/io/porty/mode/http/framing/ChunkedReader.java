package io.porty.mode.http.framing;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Parses chunked framing (RFC 9112 section 7.1): hexadecimal sizes, limited extensions, which are
 * dropped, strict CR LF, and the trailer section, which is collected. Any deviation is malformed.
 */
final class ChunkedReader {

  /** Maximum bytes of all extensions of a message. */
  static final int MAX_EXTENSION_BYTES = 16 * 1024;

  static final int MAX_TRAILER_BYTES = 16 * 1024;
  private static final int MAX_SIZE_DIGITS = 16;

  private enum State {
    SIZE,
    /** White space between a size and a semicolon. */
    BLANK,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    END,
    MALFORMED
  }

  private State state = State.SIZE;
  private long remaining;
  private int sizeDigits;
  private int extensionBytes;
  private boolean lenient;
  private byte brokenBy;
  private State brokenIn = State.SIZE;
  private boolean quoted;
  private boolean escaped;
  private byte[] trailers = new byte[64];
  private int trailerBytes;
  private int trailerLine;

  /**
   * @param blanksMayEnd whether white space is accepted between a size and its line end
   */
  void reset(boolean blanksMayEnd) {
    lenient = blanksMayEnd;
    state = State.SIZE;
    remaining = 0;
    sizeDigits = 0;
    extensionBytes = 0;
    trailerBytes = 0;
    trailerLine = 0;
    quoted = false;
    escaped = false;
  }

  /** Skips framing up to data, the end of the body, or the end of the buffer. */
  BodyReader.Step next(ByteBuf in) {
    while (state != State.DATA) {
      if (state == State.END) {
        return BodyReader.Step.END;
      }
      if (state == State.MALFORMED) {
        return BodyReader.Step.MALFORMED;
      }
      if (!in.isReadable()) {
        return BodyReader.Step.MORE;
      }
      byte next = in.readByte();
      State then = after(next);
      if (then == State.MALFORMED) {
        brokenBy = next;
        brokenIn = state;
      }
      state = then;
    }
    return in.isReadable() ? BodyReader.Step.DATA : BodyReader.Step.MORE;
  }

  /** Remaining bytes of the current chunk. */
  long remaining() {
    return remaining;
  }

  void consumed(int bytes) {
    remaining -= bytes;
    if (remaining == 0) {
      state = State.DATA_CR;
    }
  }

  private State after(byte b) {
    return switch (state) {
      case SIZE -> size(b);
      case BLANK -> blank(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> b == '\n' ? (remaining == 0 ? State.TRAILER : State.DATA) : State.MALFORMED;
      case DATA_CR -> b == '\r' ? State.DATA_LF : State.MALFORMED;
      case DATA_LF -> b == '\n' ? nextSize() : State.MALFORMED;
      case TRAILER -> trailer(b);
      case DATA, END, MALFORMED -> State.MALFORMED;
    };
  }

  private State nextSize() {
    remaining = 0;
    sizeDigits = 0;
    return State.SIZE;
  }

  private State size(byte b) {
    int digit = hex(b);
    if (digit >= 0) {
      if (++sizeDigits > MAX_SIZE_DIGITS || remaining > Long.MAX_VALUE >> 4) {
        return State.MALFORMED;
      }
      remaining = (remaining << 4) | digit;
      return State.SIZE;
    }
    if (sizeDigits == 0) {
      return State.MALFORMED;
    }
    if (b == '\r') {
      return State.SIZE_LF;
    }
    return blank(b);
  }

  /** RFC 9112 section 7.1.1: "bad" white space before a semicolon counts as extension. */
  private State blank(byte b) {
    if (b == ';') {
      return State.EXTENSION;
    }
    if (b == '\r' && lenient) {
      return State.SIZE_LF;
    }
    boolean isBlank = b == ' ' || b == '\t';
    return isBlank && ++extensionBytes <= MAX_EXTENSION_BYTES ? State.BLANK : State.MALFORMED;
  }

  private State extension(byte b) {
    if (++extensionBytes > MAX_EXTENSION_BYTES) {
      return State.MALFORMED;
    }
    if (b == '\r') {
      return quoted ? State.MALFORMED : State.SIZE_LF;
    }
    if ((b >= 0 && b < 0x20 && b != '\t') || b == 0x7f) {
      return State.MALFORMED;
    }
    if (escaped) {
      escaped = false;
    } else if (quoted && b == '\\') {
      escaped = true;
    } else if (b == '"') {
      quoted = !quoted;
    }
    return State.EXTENSION;
  }

  /** Collects lines up to an empty one. Their syntax is checked by the head parser. */
  private State trailer(byte b) {
    if (trailerBytes == MAX_TRAILER_BYTES) {
      return State.MALFORMED;
    }
    if (trailerBytes == trailers.length) {
      trailers = Arrays.copyOf(trailers, trailers.length * 2);
    }
    trailers[trailerBytes++] = b;
    if (b != '\n') {
      boolean strayCr = trailerBytes > 1 && trailers[trailerBytes - 2] == '\r';
      return strayCr ? State.MALFORMED : State.TRAILER;
    }
    int length = trailerBytes - trailerLine;
    if (length < 2 || trailers[trailerBytes - 2] != '\r') {
      return State.MALFORMED;
    }
    trailerLine = trailerBytes;
    return length == 2 ? State.END : State.TRAILER;
  }

  /** The trailer section with its empty line; valid up to {@link #trailerBytes}. */
  byte[] trailers() {
    return trailers;
  }

  int trailerBytes() {
    return trailerBytes;
  }

  boolean isMalformed() {
    return state == State.MALFORMED;
  }

  /** Describes the error. */
  String fault() {
    String where =
        switch (brokenIn) {
          case SIZE, BLANK, SIZE_LF -> "in a chunk's size line";
          case EXTENSION -> "in a chunk extension";
          case DATA_CR, DATA_LF -> "at the line end of a chunk";
          default -> "in the trailers";
        };
    return "byte 0x" + HexFormat.of().toHexDigits(brokenBy) + " " + where;
  }

  private static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
