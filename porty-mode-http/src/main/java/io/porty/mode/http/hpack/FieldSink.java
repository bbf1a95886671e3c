package io.porty.mode.http.hpack;

/** Receives the fields of a header block in their order. On the event loop. */
@FunctionalInterface
public interface FieldSink {

  /**
   * One field. The bytes are valid only during the call.
   *
   * @param b holds the name, and directly behind it the value
   * @param nameStart start of the name
   * @param nameEnd end of the name and start of the value
   * @param valueEnd end of the value
   * @param neverIndexed whether the sender forbids every hop to index it (RFC 7541 section 6.2.3)
   */
  void field(byte[] b, int nameStart, int nameEnd, int valueEnd, boolean neverIndexed);
}
