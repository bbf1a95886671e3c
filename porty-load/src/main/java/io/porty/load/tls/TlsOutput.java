package io.porty.load.tls;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** Encrypted bytes that the socket has not taken. Owns its buffers; on its load thread. */
final class TlsOutput {

  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();

  /** Takes a buffer over. */
  void add(ByteBuf encrypted) {
    if (encrypted.isReadable()) {
      waiting.add(encrypted);
    } else {
      encrypted.release();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Answers whether some of it is left. */
  boolean writeTo(SocketChannel socket) throws IOException {
    if (waiting.isEmpty()) {
      return false;
    }
    if (waiting.size() == 1) {
      sent(socket.write(waiting.element().nioBuffer()));
    } else {
      sent(socket.write(waiting.stream().map(ByteBuf::nioBuffer).toArray(ByteBuffer[]::new)));
    }
    return !waiting.isEmpty();
  }

  private void sent(long bytes) {
    long left = bytes;
    while (!waiting.isEmpty()) {
      ByteBuf first = waiting.element();
      int count = (int) Math.min(left, first.readableBytes());
      first.skipBytes(count);
      left -= count;
      if (first.isReadable()) {
        return;
      }
      waiting.remove().release();
    }
  }

  void clear() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }
}
