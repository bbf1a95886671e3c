package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.stream.UpstreamStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on a stream to a backend: a handshake in HTTP/1 form becomes an extended CONNECT (RFC
 * 8441 section 5), and the stream a channel. The handshake waits for the backend's SETTINGS, which
 * say whether that is allowed. Owns its head until it is sent. On the event loop.
 */
final class ClientTunnel {

  private static final byte[] WEBSOCKET = Ascii.bytes("websocket");

  private final H2ClientStream stream;
  private final int turn;
  private @Nullable ByteBuf head;
  private byte[] accept = Ascii.NONE;
  private boolean opened;
  private boolean draining;

  ClientTunnel(H2ClientStream stream, ByteBuf head) {
    this.stream = stream;
    this.turn = stream.turn();
    this.head = head;
  }

  /** Whether the protocols that were asked for are what HTTP/2 has a tunnel for. */
  static boolean isPossible(byte @Nullable [] asked) {
    return asked != null && Arrays.equals(asked, WEBSOCKET);
  }

  /** Sends the head if the backend's SETTINGS have come; called again when they do. */
  void proceed() {
    H2ClientConnection connection = stream.connection();
    ByteBuf waiting = head;
    if (waiting == null || !connection.isSettled()) {
      return;
    }
    if (!connection.allowsConnect()) {
      drop();
      stream.fail(
          Failure.upstream(
              FailureCode.BACKEND_INVALID,
              "takes no WebSocket over HTTP/2 (SETTINGS_ENABLE_CONNECT_PROTOCOL)"));
      return;
    }
    head = null;
    stream.write(waiting, false, true);
    byte[] key = connection.loop().requestBlock().webSocketKey();
    accept = Ascii.bytes(WebSocketKey.accept(key));
    connection.flush();
  }

  /** The answer to the client's Sec-WebSocket-Key (RFC 6455 section 4.2.2). */
  byte[] accept() {
    return accept;
  }

  /**
   * The WebSocket is open.
   *
   * @param to the exchange, which the stream does not belong to any more
   */
  void open(UpstreamStream.Handler to, ResponseHead head) {
    opened = true;
    H2ClientConnection connection = stream.connection();
    StreamChannel channel = new StreamChannel(connection.channel(), this);
    connection.channel().eventLoop().register(channel);
    stream.receiver(new StreamChannelInput(channel));
    to.switched(head, new UpstreamStream.Detached(connection.loop().conduit(channel), null));
  }

  /** Whether DATA is its content, and nothing else may come (RFC 9113 section 8.5). */
  boolean isOpened() {
    return opened;
  }

  /** Whether the stream still has this lease: it is used again for other requests. */
  private boolean isCurrent() {
    return stream.isLeased() && stream.turn() == turn;
  }

  // Called by the channel

  boolean isWritable() {
    return isCurrent() && stream.isWritable();
  }

  void write(ByteBuf bytes) {
    stream.data(bytes, bytes.readableBytes());
  }

  void flush() {
    if (isCurrent()) {
      stream.flush();
    }
  }

  void setReading(boolean wanted) {
    if (isCurrent()) {
      stream.setReading(wanted);
    }
  }

  /** Half-closes, behind what waits. */
  void endOutput() {
    if (isCurrent()) {
      stream.download().end(null);
      stream.flush();
    }
  }

  /** The channel is closed: what waits is sent, unless it is a reset. */
  void closed(boolean reset) {
    if (isCurrent() && reset) {
      stream.over(H2Error.CANCEL);
    } else {
      draining = true;
      sent();
      if (isCurrent()) {
        stream
            .connection()
            .channel()
            .eventLoop()
            .schedule(this::abandon, H2Limits.CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** The backend takes no more of what waits. */
  private void abandon() {
    if (isCurrent()) {
      stream.over(H2Error.CANCEL);
    }
  }

  /** Something was sent. */
  void sent() {
    if (draining && isCurrent() && stream.download().isDone()) {
      stream.over(H2Error.NO_ERROR);
    }
  }

  /** Releases a head that was not sent. */
  void drop() {
    ByteBuf waiting = head;
    if (waiting != null) {
      head = null;
      waiting.release();
    }
  }
}
