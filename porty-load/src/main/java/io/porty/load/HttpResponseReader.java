package io.porty.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Parses HTTP/1 responses as far as a load generator needs: status, framing, and whether the
 * connection persists. Lenient: lines may end in LF alone, and unused fields are not validated.
 */
final class HttpResponseReader implements ResponseReader {

  private static final int MAX_LINE_BYTES = 8192;

  private enum State {
    STATUS_LINE,
    FIELDS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE
  }

  private final boolean forHead;
  private final byte[] line = new byte[MAX_LINE_BYTES];
  private State state = State.STATUS_LINE;
  private int length;
  private int status;
  private long remaining;
  private boolean chunked;
  private boolean willClose;

  HttpResponseReader(boolean forHead) {
    this.forHead = forHead;
  }

  @Override
  public Step read(ByteBuffer in) {
    while (in.hasRemaining()) {
      switch (state) {
        case BODY, CHUNK -> {
          int taken = (int) Math.min(remaining, in.remaining());
          in.position(in.position() + taken);
          remaining -= taken;
          if (remaining == 0) {
            if (state == State.BODY) {
              return done();
            }
            state = State.CHUNK_END;
          }
        }
        case UNTIL_CLOSE -> in.position(in.limit());
        default -> {
          if (readLine(in)) {
            Step step = line();
            if (step != Step.MORE) {
              return step;
            }
            length = 0;
          } else if (length == MAX_LINE_BYTES) {
            return Step.MALFORMED;
          }
        }
      }
    }
    return Step.MORE;
  }

  private boolean readLine(ByteBuffer in) {
    while (in.hasRemaining() && length < MAX_LINE_BYTES) {
      byte b = in.get();
      if (b == '\n') {
        if (length > 0 && line[length - 1] == '\r') {
          length--;
        }
        return true;
      }
      line[length++] = b;
    }
    return false;
  }

  private Step line() {
    return switch (state) {
      case STATUS_LINE -> statusLine();
      case FIELDS -> length == 0 ? headEnd() : field();
      case CHUNK_SIZE -> chunkSize();
      case CHUNK_END -> {
        state = State.CHUNK_SIZE;
        yield Step.MORE;
      }
      case TRAILERS -> length == 0 ? done() : Step.MORE;
      case BODY, CHUNK, UNTIL_CLOSE -> Step.MALFORMED;
    };
  }

  private Step statusLine() {
    boolean valid = length >= 12 && line[0] == 'H' && line[4] == '/' && line[8] == ' ';
    if (!valid) {
      return Step.MALFORMED;
    }
    status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
    willClose = line[7] == '0';
    chunked = false;
    remaining = -1;
    state = State.FIELDS;
    return status >= 100 && status <= 999 ? Step.MORE : Step.MALFORMED;
  }

  /** Parses the three relevant fields, whose names begin with c or t; skips others. */
  private Step field() {
    int first = line[0] | 0x20;
    if (first != 'c' && first != 't') {
      return Step.MORE;
    }
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (text.startsWith("content-length:")) {
      try {
        remaining = Long.parseLong(text.substring(15).trim());
      } catch (NumberFormatException e) {
        return Step.MALFORMED;
      }
    } else if (text.startsWith("transfer-encoding:")) {
      chunked = text.contains("chunked");
    } else if (text.startsWith("connection:")) {
      willClose = text.contains("close") || (willClose && !text.contains("keep-alive"));
    }
    return Step.MORE;
  }

  private Step headEnd() {
    if (status < 200) {
      state = State.STATUS_LINE;
      return Step.MORE;
    }
    if (forHead || status == 204 || status == 304 || (remaining == 0 && !chunked)) {
      return done();
    }
    state = chunked ? State.CHUNK_SIZE : remaining > 0 ? State.BODY : State.UNTIL_CLOSE;
    return Step.MORE;
  }

  private Step chunkSize() {
    long size = 0;
    int digits = 0;
    while (digits < length && Character.digit(line[digits], 16) >= 0 && digits < 15) {
      size = size * 16 + Character.digit(line[digits++], 16);
    }
    if (digits == 0) {
      return Step.MALFORMED;
    }
    remaining = size;
    state = size == 0 ? State.TRAILERS : State.CHUNK;
    return Step.MORE;
  }

  private Step done() {
    state = State.STATUS_LINE;
    length = 0;
    return willClose ? Step.DONE_AND_CLOSE : Step.DONE;
  }

  @Override
  public boolean isCompleteAtClose() {
    return state == State.UNTIL_CLOSE;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public void reset() {
    state = State.STATUS_LINE;
    length = 0;
  }
}
