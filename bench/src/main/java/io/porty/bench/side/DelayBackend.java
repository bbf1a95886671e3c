package io.porty.bench.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A backend that answers every request after the same delay. One thread of its own. */
final class DelayBackend implements AutoCloseable {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHello World\n"
          .getBytes(StandardCharsets.US_ASCII);

  private record Due(SocketChannel channel, long at) {}

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Deque<Due> due = new ArrayDeque<>();
  private final long delayNanos;

  DelayBackend(int millis) throws IOException {
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::run, "delay-backend");
    thread.setDaemon(true);
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private void run() {
    ByteBuffer space = ByteBuffer.allocateDirect(16 * 1024);
    try {
      while (selector.isOpen()) {
        selector.select(due.isEmpty() ? 100 : 1);
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key, space);
        }
        selector.selectedKeys().clear();
        answer();
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException e) {
      if (selector.isOpen()) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }

  /** Requests are small and one at a time: each read is one. */
  private void serve(SelectionKey key, ByteBuffer space) throws IOException {
    if (key.isAcceptable()) {
      SocketChannel client = server.accept();
      if (client != null) {
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ);
      }
      return;
    }
    SocketChannel client = (SocketChannel) key.channel();
    space.clear();
    int got;
    try {
      got = client.read(space);
    } catch (IOException e) {
      got = -1;
    }
    if (got < 0) {
      client.close();
    } else if (got > 0) {
      due.addLast(new Due(client, System.nanoTime() + delayNanos));
    }
  }

  private void answer() {
    long now = System.nanoTime();
    while (!due.isEmpty() && due.getFirst().at() <= now) {
      try {
        due.removeFirst().channel().write(ByteBuffer.wrap(ANSWER));
      } catch (IOException e) {
        // The client has gone.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }
}
