package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;

/** What a client is told of its connection. */
public enum ConnectionHeader {
  /** Nothing: it stays, as HTTP/1.1 has it. */
  NONE(Ascii.NONE),
  KEEP_ALIVE(Ascii.bytes("Connection: keep-alive\r\n")),
  CLOSE(Ascii.bytes("Connection: close\r\n"));

  private final byte[] line;

  ConnectionHeader(byte[] line) {
    this.line = line;
  }

  /** Writes its line, if it has one. */
  public void write(HeadWriter out) {
    out.put(line);
  }
}
