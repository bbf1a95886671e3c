package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.hpack.FieldSink;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request's trailer fields as a trailer section in HTTP/1 form (RFC 9113 section 8.1). One
 * for each event loop, reused.
 */
final class TrailerBlock implements FieldSink {

  private static final byte[] SEPARATOR = Ascii.bytes(": ");

  private final HeadWriter out = new HeadWriter();
  private @Nullable String fault;

  void clear() {
    out.clear();
    fault = null;
  }

  @Override
  public void field(byte[] b, int nameStart, int nameEnd, int valueEnd, boolean neverIndexed) {
    if (fault == null) {
      // A colon is no character of a name: that refuses pseudo-fields, too.
      fault = FieldRules.problem(b, nameStart, nameEnd, valueEnd);
      HeaderName name = HeaderName.of(b, nameStart, nameEnd);
      if (fault == null && (name == HeaderName.TE || FieldRules.isOfConnection(name))) {
        fault = "connection-specific field";
      }
      out.put(b, nameStart, nameEnd).put(SEPARATOR).put(b, nameEnd, valueEnd).line();
    }
  }

  /** Ends the section; returns what is wrong with it, null if nothing is. */
  @Nullable String finish() {
    out.line();
    return fault;
  }

  /** The section's bytes, up to {@link #length}. */
  byte[] bytes() {
    return out.bytes();
  }

  int length() {
    return out.length();
  }
}
