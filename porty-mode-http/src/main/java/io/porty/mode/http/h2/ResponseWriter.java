package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.hpack.HpackEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response of one stream: heads from their HTTP/1 form, content, trailers. Writes
 * nothing once the stream is reset. On the event loop.
 */
final class ResponseWriter {

  private static final int SWITCHING = 101;
  private static final int OK = 200;

  private static final byte[] NO_TUNNEL =
      Ascii.bytes("HTTP/1.1 502 \r\ncontent-length: 0\r\nx-porty-error: backend_invalid\r\n\r\n");

  private final H2ServerConnection connection;
  private final Download download;
  private boolean muted;
  private byte[] webSocketKey = Ascii.NONE;
  private boolean handshakeFailed;

  ResponseWriter(H2ServerConnection connection, Download download) {
    this.connection = connection;
    this.download = download;
  }

  /** A stream begins. */
  void start() {
    muted = false;
    webSocketKey = Ascii.NONE;
    handshakeFailed = false;
  }

  /** The stream opens a WebSocket, whose handshake with the backend has this key. */
  void opensWebSocket(byte[] key) {
    webSocketKey = key;
  }

  /** Whether it was asked for a WebSocket. */
  boolean isForWebSocket() {
    return webSocketKey.length > 0;
  }

  /** Whether a 101 was no answer to the handshake. */
  boolean isHandshakeFailed() {
    return handshakeFailed;
  }

  /** Nothing more is written. */
  void mute() {
    muted = true;
  }

  boolean isMuted() {
    return muted;
  }

  private boolean isClosed() {
    return muted || download.isDone();
  }

  /** A 1xx head; 101 opens a tunnel (RFC 8441 section 5). */
  void interim(HeadWriter head) {
    if (isClosed()) {
      return;
    }
    int status = ResponseBlock.status(head);
    if (status != SWITCHING) {
      block(head, status, false);
      return;
    }
    handshakeFailed = !WebSocketKey.isAccepted(head, webSocketKey);
    if (!handshakeFailed) {
      block(head, OK, false);
    }
  }

  /** The final head. */
  void head(HeadWriter head, boolean ends) {
    if (isClosed()) {
      return;
    }
    int status = ResponseBlock.status(head);
    if (webSocketKey.length > 0 && status / 100 == 2) {
      // It would be taken for the tunnel.
      refuseTunnel();
    } else {
      block(head, status, ends);
    }
  }

  /** Answers an extended CONNECT whose backend did not switch. */
  void refuseTunnel() {
    if (!isClosed()) {
      HeadWriter head = new HeadWriter().put(NO_TUNNEL);
      block(head, ResponseBlock.status(head), true);
    }
  }

  private int block(HeadWriter head, int status, boolean ends) {
    HpackEncoder encoder = connection.beginBlock();
    int end = connection.loop().responseBlock().encode(encoder, head, status);
    download.head(ends);
    return end;
  }

  /** A complete response of Porty's own; returns where its content begins. */
  int reply(HeadWriter message) {
    if (isClosed()) {
      return message.length();
    }
    HpackEncoder encoder = connection.beginBlock();
    int end =
        connection.loop().responseBlock().encode(encoder, message, ResponseBlock.status(message));
    download.head(end == message.length());
    return end;
  }

  /** Writes {@code length} bytes from the buffer's reader index, and consumes them. */
  void data(ByteBuf in, int length) {
    if (isClosed()) {
      in.skipBytes(length);
      return;
    }
    connection.countToClient(length);
    connection.memory().limitWrites(connection.channel());
    int end = in.readerIndex() + length;
    download.data(in, length, connection.channel().alloc());
    in.readerIndex(end);
  }

  /** Ends the response behind what waits. */
  void end(@Nullable HeadWriter trailers) {
    if (!muted) {
      download.end(trailers);
    }
  }
}
