package io.porty.mode.http.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request's head for asynchronous decisions and fallback targets: its bytes, and a
 * parser that is created when they are read again.
 */
public final class RetainedHead {

  private final HeadParser source;
  private final byte[] bytes;
  private @Nullable RequestHead head;

  RetainedHead(HeadParser source) {
    this.source = source;
    this.bytes = Arrays.copyOf(source.bytes(), source.headEnd());
  }

  /** The head, parsed again. */
  public RequestHead head() {
    RequestHead read = head;
    if (read == null) {
      read = new RequestHead(source.retained(bytes));
      read.read();
      head = read;
    }
    return read;
  }
}
