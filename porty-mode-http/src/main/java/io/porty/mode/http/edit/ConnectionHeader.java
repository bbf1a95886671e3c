package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;

/** The Connection field of a response. */
public enum ConnectionHeader {
  /** No field: the connection persists, which is the default of HTTP/1.1. */
  NONE(Ascii.NONE),
  KEEP_ALIVE(Ascii.bytes("Connection: keep-alive\r\n")),
  CLOSE(Ascii.bytes("Connection: close\r\n"));

  private final byte[] line;

  ConnectionHeader(byte[] line) {
    this.line = line;
  }

  /** Writes the field line, if there is one. */
  public void write(HeadWriter out) {
    out.put(line);
  }
}
