package io.porty.mode.http.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request's head that is kept beyond the call in which it was parsed: its bytes, and a parser of
 * its own if somebody looks at it again. For a decision that comes later, and for a second target.
 */
public final class RetainedHead {

  private final HeadParser source;
  private final byte[] bytes;
  private @Nullable RequestHead head;

  RetainedHead(HeadParser source) {
    this.source = source;
    this.bytes = Arrays.copyOf(source.bytes(), source.headEnd());
  }

  /** The head as it was. */
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
